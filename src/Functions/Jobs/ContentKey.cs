using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MakeDevice.Routing;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Functions.Jobs;

/// <summary>
/// Names a result by everything that it depends on: the project, the module packages, the rules and the core's build. Equal keys mean equal
/// bytes.
/// </summary>
internal static class ContentKey
{
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(ReadOnlyMemory<byte> project, PlacedBoard board)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, BoardStages.CoreVersion);
        Append(hash, typeof(BoardStages).Module.ModuleVersionId.ToString());
        Append(hash, board.Rules);
        Append(hash, board.RotationOffsets.Canonical);
        foreach (var package in board.Modules.Select(m => m.Package).DistinctBy(p => p.Key).OrderBy(p => p.Key.ToString(), StringComparer.Ordinal))
        {
            Append(hash, package.Key.ToString());
            Append(hash, package.ContentHash);
        }

        hash.AppendData(CanonicalJson.Of(project).Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, DesignRules rules)
    {
        Append(hash, rules.ToString());
        foreach (var netClass in rules.NetClasses)
        {
            Append(hash, string.Create(
                CultureInfo.InvariantCulture, $"{netClass.Name} {string.Join(' ', netClass.Nets)} {netClass.TrackWidth} {netClass.Clearance}"));
        }
    }

    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
