using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>The fabrication layers that a module package may bring (docs/modules.md).</summary>
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
    private string _contentHash = "";
    private ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> _firmware = ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty;

    public required ModuleKey Key { get; init; }

    /// <summary>A digest of the package's files: part of every cache key.</summary>
    public required string ContentHash { get => _contentHash; init => _contentHash = value; }

    /// <summary>From the metadata's designRules.canExtendToBoardEdge: connectors may reach over the edge.</summary>
    public bool CanExtendToBoardEdge { get; init; }

    /// <summary>What it gives or takes of the board's supply.</summary>
    public ModuleSupply Supply { get; init; } = ModuleSupply.Unknown;

    /// <summary>True where the file name of its outline contains "connector": only then it is merged (docs/modules.md).</summary>
    public bool HasConnectorOutline { get; init; }

    public ImmutableArray<ModuleSocket> Sockets { get; init; } = [];

    public ImmutableArray<Box> Zones { get; init; } = [];

    /// <summary>What its GerberSockets layer has that was ignored or is odd, one sentence each, for who draws the module.</summary>
    public ImmutableArray<string> SocketHints { get; init; } = [];

    /// <summary>Firmware images by file name.</summary>
    public ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Firmware { get => _firmware; init => _firmware = value; }

    /// <summary>The family whose boot loader takes the module's image; null for a module that is no brain of any family that is known.</summary>
    public BrainFamily? Family { get; private set; }

    /// <summary>True where the image is the base image of the family, and not the package's own.</summary>
    public bool HasBaseImage { get; private set; }

    /// <summary>Why a brain has no image, in words that name the file that was looked for; empty where it has one, or is none.</summary>
    public string MissingImage { get; private set; } = "";

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
    internal long Bytes => DrawingBytes + Firmware.Values.Sum(image => (long)image.Length);

    /// <summary>Memory that its layers and drills take, about; each module of it on a board has copies of them.</summary>
    internal long DrawingBytes => Layers.Values.Sum(layer => layer.Bytes) + Plated.Bytes + NonPlated.Bytes;

    /// <summary>The same package as a brain of a family.</summary>
    /// <param name="image">The base image that it has not of its own; null for none.</param>
    /// <param name="digest">Of that image: the package is another one with another image.</param>
    internal ModulePackage AsBrain(BrainFamily family, (string Name, ReadOnlyMemory<byte> Content)? image, string digest, string missing)
    {
        var brain = (ModulePackage)MemberwiseClone();
        brain.Family = family;
        brain.MissingImage = missing;
        brain.HasBaseImage = image is not null;
        brain._firmware = image is { } file ? Firmware.Add(file.Name, file.Content) : Firmware;
        brain._contentHash = $"{ContentHash}-{family.Output}-{family.Format}-{digest}";
        return brain;
    }

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
