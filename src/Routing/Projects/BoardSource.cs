namespace MakeDevice.Routing.Projects;

/// <summary>The bytes that a board is read from, all untrusted.</summary>
/// <param name="Project">The project's JSON.</param>
public sealed record BoardSource(ReadOnlyMemory<byte> Project)
{
    /// <summary>A rules file, see <see cref="DesignRulesReader"/>; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Rules { get; init; }

    /// <summary>Memory that routing takes where nobody says otherwise, megabytes.</summary>
    public const long DefaultMegabytes = 600;

    /// <summary>Memory that routing may take, megabytes; at least 100. A smaller one may coarsen a board's grid, and so change its copper.</summary>
    public long MostMegabytes { get; init; } = DefaultMegabytes;

    /// <summary>Rotations of a house's part library, see <see cref="RotationOffsetsReader"/>; empty where there are none.</summary>
    public ReadOnlyMemory<byte> RotationOffsets { get; init; }
}
