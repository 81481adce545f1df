using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>The fabrication layers that a module package may bring (DESIGN 3.2).</summary>
public enum ModuleLayer
{
    FrontCopper,
    BackCopper,
    FrontMask,
    BackMask,
    FrontPaste,
    BackPaste,
    FrontSilkscreen,
    BackSilkscreen,
    FrontFab,
    BackFab,
    EdgeCuts,
    GerberSockets,
}

/// <summary>One parsed module package, in the module's own coordinates (nanometres, y up, origin at its centre).</summary>
public sealed class ModulePackage
{
    private ModuleCopper? _copper;

    public required ModuleKey Key { get; init; }

    /// <summary>A digest of the package's files: part of every cache key.</summary>
    public required string ContentHash { get; init; }

    /// <summary>From the metadata's designRules.canExtendToBoardEdge: connectors may reach over the edge.</summary>
    public bool CanExtendToBoardEdge { get; init; }

    /// <summary>True where the file name of its outline contains "connector": only then it is merged (DESIGN 3.2).</summary>
    public bool HasConnectorOutline { get; init; }

    public ImmutableArray<ModuleSocket> Sockets { get; init; } = [];

    public ImmutableArray<Box> Zones { get; init; } = [];

    /// <summary>Firmware images by file name.</summary>
    public ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Firmware { get; init; } =
        ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty;

    /// <summary>
    /// What of its files no board gets (<c>MODULE_FILE_UNUSED</c>, <c>MODULE_FILE_NOT_NEEDED</c>) or may be meant otherwise (<c>MODULE_FILE_DOUBTFUL</c>);
    /// nothing that forbids its use.
    /// </summary>
    public ImmutableArray<Issue> Issues { get; init; } = [];

    internal ImmutableSortedDictionary<ModuleLayer, GerberLayer> Layers { get; init; } =
        ImmutableSortedDictionary<ModuleLayer, GerberLayer>.Empty;

    internal DrillFile Plated { get; init; } = DrillFile.Empty;

    internal DrillFile NonPlated { get; init; } = DrillFile.Empty;

    internal ImmutableArray<BomLine> Bom { get; init; } = [];

    internal ImmutableArray<CplLine> Cpl { get; init; } = [];

    /// <summary>Memory that the package takes, about, for who keeps it.</summary>
    internal long Bytes => Layers.Values.Sum(layer => layer.Bytes) + Firmware.Values.Sum(image => (long)image.Length);

    /// <summary>Its layers as boards have had them, where the library that keeps the package keeps those, too.</summary>
    internal PlacedLayers? PlacedLayers { get; set; }

    /// <summary>The copper as shapes, plotted on first use; two threads may both plot it, to the same result.</summary>
    internal ModuleCopper Copper => _copper ??= ModuleCopper.Of(this);
}

/// <summary>A named point where copper of a module must be joined to a net.</summary>
/// <param name="Name">As the GerberSockets layer spells it, for instance <c>GND</c> or <c>SWDIO~3</c>.</param>
/// <param name="Layer">Where the module has copper at that point; null where it has none.</param>
public sealed record ModuleSocket(string Name, Point At, CopperLayer? Layer);

/// <summary>A BOM line: one part and the references that use it.</summary>
internal sealed record BomLine(string Value, EquatableArray<string> References, string Package, string LcscPart);

/// <summary>A pick-and-place line; rotation in degrees as the file gives it.</summary>
internal sealed record CplLine(string Reference, string Value, string Package, Point At, double Rotation, string Side);
