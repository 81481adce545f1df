using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// X2 file attributes of the board's files (specification 5.6). There is no .CreationDate, which is optional: the same board gives the
/// same bytes.
/// </summary>
internal static class FileAttributes
{
    public const string Vendor = "MakeDevice";

    public const string Application = "MakeDevice.Functions";

    /// <param name="function">Values of .FileFunction, for instance <c>Copper, L1, Top</c>.</param>
    /// <param name="polarity">Value of .FilePolarity; null where it has no meaning, as for a profile.</param>
    public static ImmutableArray<GerberAttribute> Of(Project project, string function, string? polarity)
    {
        var attributes = Of(project).Add(new(".FileFunction", function.Split(',')));
        return polarity is null ? attributes : attributes.Add(new(".FilePolarity", polarity));
    }

    /// <summary>What is the same in all files: generator, project, and that all share one coordinate system.</summary>
    public static ImmutableArray<GerberAttribute> Of(Project project) =>
    [
        new(".GenerationSoftware", Vendor, Application, BoardStages.CoreVersion),
        new(".ProjectId", project.FileStem, ProjectGuid(project).ToString(), "1"),
        new(".SameCoordinates", "Original"),
    ];

    /// <summary>A name-based UUID of the project (version 8, RFC 9562: ours is from SHA-256).</summary>
    public static Guid ProjectGuid(Project project)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{project.Id}\n{project.Name}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
