using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Modules.Assembly;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// References that are unique on the board. Every prefix is numbered from 1, in the order of the modules and inside a module in the order
/// of its own numbers: the first module's C1, C2, C10 become C1, C2, C3, the second's C1 becomes C4. Parts that are mounted are numbered
/// first; names that only copper attributes know (test points, socket pads) follow, so that the BOM has no gaps.
/// </summary>
internal sealed class ReferenceMap
{
    private readonly Dictionary<(int Module, string Original), string> _names = [];
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);
    private readonly List<ReferenceEntry> _entries = [];

    private ReferenceMap()
    {
    }

    /// <summary>All references, mounted parts first, in the order of modules.</summary>
    public IReadOnlyList<ReferenceEntry> Entries => _entries;

    public static ReferenceMap Of(ImmutableArray<PlacedModule> modules)
    {
        var map = new ReferenceMap();
        foreach (var module in modules)
        {
            map.Add(module, ModuleReferences.Of(module.Package).Mounted, mounted: true);
        }

        foreach (var module in modules)
        {
            map.Add(module, ModuleReferences.Of(module.Package).CopperOnly, mounted: false);
        }

        return map;
    }

    /// <summary>The board's name for a module's reference, or the original where the module does not know it.</summary>
    public string Of(int module, string original) => _names.GetValueOrDefault((module, Key(original)), original);

    private void Add(PlacedModule module, ImmutableArray<string> references, bool mounted)
    {
        foreach (var original in references)
        {
            var prefix = Prefix(original);
            var number = _last[prefix] = _last.GetValueOrDefault(prefix) + 1;
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
            _names.Add((module.Index, Key(original)), name);
            _entries.Add(new(name, module.Index, module.Instance.Id, original, mounted));
        }
    }

    /// <summary>A module's references differ in more than case.</summary>
    private static string Key(string original) => original.ToUpperInvariant();

    /// <summary>
    /// The reference up to its number. Only letters, digits and underscores remain, for references stand in lists separated by commas
    /// and blanks; since a prefix never ends with a digit, prefix and number never run into each other.
    /// </summary>
    private static string Prefix(string reference)
    {
        var letters = string.Concat(reference.Where(c => char.IsAsciiLetterOrDigit(c) || c == '_')).TrimEnd("0123456789".ToCharArray());
        return letters.Length == 0 ? "X" : letters[..Math.Min(letters.Length, 16)].TrimEnd("0123456789".ToCharArray());
    }
}

/// <param name="Mounted">True for a part of the BOM.</param>
internal sealed record ReferenceEntry(string Reference, int Module, string ModuleId, string Original, bool Mounted);

/// <summary>The references a package uses, each list in natural order (C2 before C10).</summary>
/// <param name="Mounted">Those with a BOM line and a CPL line: only these parts are mounted.</param>
/// <param name="CopperOnly">Those that only attributes of its copper name.</param>
internal sealed record ModuleReferences(ImmutableArray<string> Mounted, ImmutableArray<string> CopperOnly)
{
    // Packages are immutable and shared by boards; the entry lives as long as its package.
    private static readonly ConditionalWeakTable<ModulePackage, ModuleReferences> Known = [];

    public static ModuleReferences Of(ModulePackage package) => Known.GetValue(package, Find);

    private static ModuleReferences Find(ModulePackage package)
    {
        var placed = package.Cpl.Select(line => line.Reference).ToHashSet(PartReferences.Comparer);
        var mounted = package.Bom.SelectMany(line => line.References.Items).Where(placed.Contains).ToHashSet(PartReferences.Comparer);
        var inCopper = package.Layers.Where(layer => layer.Key is ModuleLayer.FrontCopper or ModuleLayer.BackCopper)
            .SelectMany(layer => layer.Value.Objects)
            .Select(item => item.Attributes.Value(".P") ?? item.Attributes.Value(".C"))
            .Where(reference => !string.IsNullOrEmpty(reference))
            .Select(reference => reference!)
            .ToHashSet(PartReferences.Comparer);
        inCopper.ExceptWith(mounted);
        return new([.. mounted.Order(NaturalOrder.Instance)], [.. inCopper.Order(NaturalOrder.Instance)]);
    }

    private sealed class NaturalOrder : IComparer<string>
    {
        public static readonly NaturalOrder Instance = new();

        public int Compare(string? x, string? y)
        {
            var (prefix, number) = Cut(x!);
            var (otherPrefix, otherNumber) = Cut(y!);
            var byPrefix = string.CompareOrdinal(prefix, otherPrefix);
            var byNumber = byPrefix != 0 ? byPrefix : number.CompareTo(otherNumber);
            return byNumber != 0 ? byNumber : string.CompareOrdinal(x, y);
        }

        private static (string Prefix, int Number) Cut(string reference)
        {
            var prefix = reference.TrimEnd("0123456789".ToCharArray());
            return (prefix, int.TryParse(reference.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0);
        }
    }
}
