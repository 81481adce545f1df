using System.Collections.Immutable;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>What the service needs of a module's metadata file; all else in it is for the front end.</summary>
internal readonly record struct ModuleMetadata(bool CanExtendToBoardEdge, ModuleSupply? Supply)
{
    private const int MaxBytes = 1024 * 1024, MaxSources = 100, MaxName = 200;

    /// <summary>
    /// Reads designRules.canExtendToBoardEdge (false where it is not there), whether functionality names a brain, and electrical: currentMa and sources.
    /// </summary>
    /// <param name="problems">Told what is malformed.</param>
    /// <param name="unused">Told what nothing reads.</param>
    public static ModuleMetadata Read(ReadOnlyMemory<byte> json, List<CheckedJson.Problem> problems, List<CheckedJson.UnusedProperty> unused)
    {
        var (canExtend, supply) = (false, ModuleSupply.Unknown);
        CheckedJson.Read<object>(json, MaxBytes, problems, root =>
        {
            canExtend = root.OptionalObject("designRules").OptionalFlag("canExtendToBoardEdge");
            supply = ReadSupply(root);
            return null;
        }, unused: unused);
        return new(canExtend, supply);
    }

    private static ModuleSupply ReadSupply(CheckedJson root)
    {
        var electrical = root.OptionalObject("electrical");
        var sources = electrical.Property("sources");
        ImmutableArray<string> nets = sources.IsMissing ? [] : [.. sources.RequiredItems(MaxSources).Select(net => net.AsText(MaxName)).Where(net => net.Length > 0)];

        // What else the list of functions holds, and whether it is a list, is the front end's business.
        return new(root.Property("functionality").Json.Contains("\"brain\"", StringComparison.OrdinalIgnoreCase), nets, electrical.OptionalNumber("currentMa", 0, 10_000));
    }
}
