using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Previews;

/// <summary>The modules of one side: the parts of each package are defined once, and every instance uses them where it stands.</summary>
internal sealed class ModuleUses
{
    /// <summary>Prefix of the ids of parts: copper, in the current colour.</summary>
    public const string Copper = "c";

    /// <summary>Legend, in the current colour.</summary>
    public const string Legend = "l";

    /// <summary>What the solder mask leaves open, in its own colours, and the holes.</summary>
    public const string Pads = "p";

    /// <summary>Colour of a hole that solder mask closes.</summary>
    public const string TentedHole = "#0a4a2d";

    /// <summary>Colour of a hole one can look through.</summary>
    public const string Hole = "#23262b";

    private const string Gold = "#e3b857", Laminate = "#a89a5b";

    private readonly List<SideArtwork> _packages = [];
    private readonly List<(int Package, string Transform)> _instances = [];

    public ModuleUses(PlacedBoard board, CopperLayer side)
        : this(board.Modules.Select(module => (module.Package, module.Instance.Placement)), side)
    {
    }

    public ModuleUses(IEnumerable<(ModulePackage Package, Placement Placement)> modules, CopperLayer side)
    {
        var known = new Dictionary<ModulePackage, int>(ReferenceEqualityComparer.Instance);
        foreach (var (package, placement) in modules)
        {
            if (!known.TryGetValue(package, out var index))
            {
                known.Add(package, index = _packages.Count);
                var artwork = ModuleArtwork.Of(package);
                _packages.Add(side == CopperLayer.Front ? artwork.Front : artwork.Back);
            }

            _instances.Add((index, Transform(placement)));
        }
    }

    public void AppendDefinitions(StringBuilder text)
    {
        for (var i = 0; i < _packages.Count; i++)
        {
            var side = _packages[i];
            text.Append(CultureInfo.InvariantCulture, $"<g id=\"{Copper}{i}\">{side.Copper}</g><g id=\"{Legend}{i}\">{side.Legend}</g>");
            AppendPads(text, i, side);
        }
    }

    /// <summary>Where the mask is open there is gold on the copper and bare laminate beside it.</summary>
    private static void AppendPads(StringBuilder text, int i, SideArtwork side)
    {
        if (side.Openings.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"o{i}\"><path id=\"m{i}\" d=\"{side.Openings}\"/></clipPath>");
        }

        text.Append(CultureInfo.InvariantCulture, $"<g id=\"{Pads}{i}\">");
        if (side.Openings.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"<use xlink:href=\"#m{i}\" fill=\"{Laminate}\"/>");
            text.Append(CultureInfo.InvariantCulture, $"<g clip-path=\"url(#o{i})\" color=\"{Gold}\"><use xlink:href=\"#{Copper}{i}\"/></g>");
        }

        text.Append(CultureInfo.InvariantCulture, $"<path fill=\"{TentedHole}\" d=\"{side.TentedHoles}\"/><path fill=\"{Hole}\" d=\"{side.Holes}\"/></g>");
    }

    public void AppendUses(StringBuilder text, string part)
    {
        foreach (var (package, transform) in _instances)
        {
            text.Append(CultureInfo.InvariantCulture, $"<use xlink:href=\"#{part}{package}\" transform=\"{transform}\"/>");
        }
    }

    /// <summary>SVG turns clockwise on its y-down page, the board counter-clockwise.</summary>
    private static string Transform(Placement placement)
    {
        var move = $"translate({PathText.Millimetres(placement.Offset.X)} {PathText.Millimetres(-placement.Offset.Y)})";
        return placement.Degrees == 0 ? move : string.Create(CultureInfo.InvariantCulture, $"{move}rotate({-placement.Degrees:0.######})");
    }
}
