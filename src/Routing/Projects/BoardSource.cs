namespace MakeDevice.Routing.Projects;

/// <summary>The bytes that a board is read from, all untrusted.</summary>
/// <param name="Project">The project's JSON.</param>
public sealed record BoardSource(ReadOnlyMemory<byte> Project)
{
    /// <summary>A rules file, see <see cref="DesignRulesReader"/>; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Rules { get; init; }

    /// <summary>Rotations of a house's part library, see <see cref="RotationOffsetsReader"/>; empty where there are none.</summary>
    public ReadOnlyMemory<byte> RotationOffsets { get; init; }
}
