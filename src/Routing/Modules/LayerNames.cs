using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// What a fabrication file is by its name, as KiCad (4 to 9), Eagle and Fusion, Altium and Protel, EasyEDA, Fritzing, Allegro and OrCAD, gEDA and
/// LibrePCB name their files. Asked only where the content does not say.
/// </summary>
internal static partial class LayerNames
{
    private static readonly UnusedRole Drawing = new("a drawing", Needless: true);
    private static readonly UnusedRole Mechanical = new("a mechanical layer other than the outline", Needless: false);
    private static readonly UnusedRole Glue = new("glue, which boards do not get", Needless: false);

    /// <summary>KiCad's layer names, at the end of a file's name.</summary>
    private static readonly FrozenDictionary<string, FileRole> Kicad = new Dictionary<string, FileRole>
    {
        ["f_cu"] = new LayerRole(ModuleLayer.FrontCopper), ["b_cu"] = new LayerRole(ModuleLayer.BackCopper),
        ["f_mask"] = new LayerRole(ModuleLayer.FrontMask), ["b_mask"] = new LayerRole(ModuleLayer.BackMask),
        ["f_paste"] = new LayerRole(ModuleLayer.FrontPaste), ["b_paste"] = new LayerRole(ModuleLayer.BackPaste),
        ["f_silkscreen"] = new LayerRole(ModuleLayer.FrontSilkscreen), ["b_silkscreen"] = new LayerRole(ModuleLayer.BackSilkscreen),
        ["f_silks"] = new LayerRole(ModuleLayer.FrontSilkscreen), ["b_silks"] = new LayerRole(ModuleLayer.BackSilkscreen),
        ["f_fab"] = new LayerRole(ModuleLayer.FrontFab), ["b_fab"] = new LayerRole(ModuleLayer.BackFab),
        ["edge_cuts"] = new LayerRole(ModuleLayer.EdgeCuts), ["gerbersockets"] = new LayerRole(ModuleLayer.GerberSockets),
        ["f_adhes"] = Glue, ["b_adhes"] = Glue, ["f_adhesive"] = Glue, ["b_adhesive"] = Glue,
        ["f_crtyd"] = Drawing, ["b_crtyd"] = Drawing, ["f_courtyard"] = Drawing, ["b_courtyard"] = Drawing, ["margin"] = Drawing,
        ["dwgs_user"] = Drawing, ["user_drawings"] = Drawing, ["cmts_user"] = Drawing, ["user_comments"] = Drawing,
        ["eco1_user"] = Drawing, ["eco2_user"] = Drawing, ["user_eco1"] = Drawing, ["user_eco2"] = Drawing, ["drl_map"] = Drawing, ["map"] = Drawing,
    }.ToFrozenDictionary();

    /// <summary>Extensions of Protel and its heirs, of Eagle and of OrCAD.</summary>
    private static readonly FrozenDictionary<string, FileRole> Extensions = new Dictionary<string, FileRole>
    {
        ["gtl"] = new LayerRole(ModuleLayer.FrontCopper), ["cmp"] = new LayerRole(ModuleLayer.FrontCopper), ["top"] = new LayerRole(ModuleLayer.FrontCopper),
        ["gbl"] = new LayerRole(ModuleLayer.BackCopper), ["sol"] = new LayerRole(ModuleLayer.BackCopper), ["bot"] = new LayerRole(ModuleLayer.BackCopper),
        ["gts"] = new LayerRole(ModuleLayer.FrontMask), ["stc"] = new LayerRole(ModuleLayer.FrontMask), ["smt"] = new LayerRole(ModuleLayer.FrontMask),
        ["gbs"] = new LayerRole(ModuleLayer.BackMask), ["sts"] = new LayerRole(ModuleLayer.BackMask), ["smb"] = new LayerRole(ModuleLayer.BackMask),
        ["gtp"] = new LayerRole(ModuleLayer.FrontPaste), ["crc"] = new LayerRole(ModuleLayer.FrontPaste), ["spt"] = new LayerRole(ModuleLayer.FrontPaste),
        ["gbp"] = new LayerRole(ModuleLayer.BackPaste), ["crs"] = new LayerRole(ModuleLayer.BackPaste), ["spb"] = new LayerRole(ModuleLayer.BackPaste),
        ["gto"] = new LayerRole(ModuleLayer.FrontSilkscreen), ["plc"] = new LayerRole(ModuleLayer.FrontSilkscreen), ["sst"] = new LayerRole(ModuleLayer.FrontSilkscreen),
        ["gbo"] = new LayerRole(ModuleLayer.BackSilkscreen), ["pls"] = new LayerRole(ModuleLayer.BackSilkscreen), ["ssb"] = new LayerRole(ModuleLayer.BackSilkscreen),
        ["gta"] = new LayerRole(ModuleLayer.FrontFab), ["ast"] = new LayerRole(ModuleLayer.FrontFab),
        ["gba"] = new LayerRole(ModuleLayer.BackFab), ["asb"] = new LayerRole(ModuleLayer.BackFab),
        ["gko"] = new LayerRole(ModuleLayer.EdgeCuts), ["gml"] = new LayerRole(ModuleLayer.EdgeCuts), ["gm1"] = new LayerRole(ModuleLayer.EdgeCuts),
        ["gm"] = new LayerRole(ModuleLayer.EdgeCuts), ["oln"] = new LayerRole(ModuleLayer.EdgeCuts), ["dim"] = new LayerRole(ModuleLayer.EdgeCuts),
        ["gd1"] = Drawing, ["gg1"] = Drawing, ["gpt"] = Drawing, ["gpb"] = Drawing, ["gdd"] = Drawing, ["gdl"] = Drawing, ["gme"] = Drawing,
        ["drl"] = new DrillRole(null), ["xln"] = new DrillRole(null), ["exc"] = new DrillRole(null), ["drd"] = new DrillRole(null),
        ["tap"] = new DrillRole(null), ["ncd"] = new DrillRole(null), ["cnc"] = new DrillRole(null), ["rou"] = new DrillRole(null),
    }.ToFrozenDictionary();

    /// <summary>Words for what a layer is, the more telling first; with "top" or "bottom" they name it.</summary>
    private static readonly ImmutableArray<(string[] Words, ModuleLayer Front)> Functions =
    [
        (["paste", "cream", "stencil"], ModuleLayer.FrontPaste),
        (["mask", "resist", "stop"], ModuleLayer.FrontMask),
        (["silk", "legend", "overlay", "nomenclature"], ModuleLayer.FrontSilkscreen),
        (["assembly", "assy", "fab"], ModuleLayer.FrontFab),
        (["copper", "layer", "elec", "signal", "conductor", "etch", "cu"], ModuleLayer.FrontCopper),
    ];

    private static readonly char[] Separators = ['-', '_', '.', ' '];
    private static readonly string[] Outlines = ["outline", "profile", "contour", "edge", "border", "dimension", "cutout", "cuts"];
    private static readonly string[] Inner = ["inner", "internal", "midlayer", "plane"];

    /// <param name="package">Name and version of the package, which file names begin with: a module may itself be called "top".</param>
    /// <returns>Null where the name says nothing.</returns>
    public static FileRole? RoleOf(string name, ModuleKey package)
    {
        var dot = name.LastIndexOf('.');
        var (stem, extension) = dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..].ToLowerInvariant());
        if (stem.StartsWith(package.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            stem = stem[package.ToString().Length..];
        }

        return ByKicadName(stem) ?? ByExtension(extension) ?? ByWords(FileWords.Of(stem));
    }

    /// <summary>True where the name has a word for the outline.</summary>
    public static bool SaysOutline(string name) => Tells(FileWords.Of(name), Outlines);

    private static FileRole? ByKicadName(string stem)
    {
        var name = stem.ToLowerInvariant();
        var end = name.LastIndexOfAny(Separators);
        var (before, last) = (name[..Math.Max(end, 0)].TrimEnd(Separators), name[(end + 1)..]);
        var lastTwo = end < 0 ? last : $"{before[(before.LastIndexOfAny(Separators) + 1)..]}_{last}";
        return Kicad.GetValueOrDefault(lastTwo) ?? Kicad.GetValueOrDefault(last) ?? (InnerCopper().IsMatch(lastTwo) ? new InnerCopperRole()
            : UserLayer().IsMatch(lastTwo) ? Drawing
            : null);
    }

    private static FileRole? ByExtension(string extension) => Extensions.GetValueOrDefault(extension)
        ?? (InnerExtension().IsMatch(extension) ? new InnerCopperRole() : MechanicalExtension().IsMatch(extension) ? Mechanical : null);

    private static FileRole? ByWords(ImmutableArray<string> words)
    {
        if (Tells(words, Outlines))
        {
            return new LayerRole(ModuleLayer.EdgeCuts);
        }

        if (Tells(words, ["drillmap", "drilldrawing", "drillguide"]) || (words.Contains("drill") && (words.Contains("map") || words.Contains("drawing") || words.Contains("guide"))))
        {
            return Drawing;
        }

        if (Tells(words, ["drill", "drills", "pth", "npth", "holes"]))
        {
            return new DrillRole(null);
        }

        if (Tells(words, Inner))
        {
            return new InnerCopperRole();
        }

        bool front = Tells(words, ["top", "front", "component"]), back = Tells(words, ["bottom", "bot", "back"]);
        if (front == back)
        {
            return null;
        }

        var known = Functions.FirstOrDefault(function => Tells(words, function.Words));
        var layer = known.Words is null ? ModuleLayer.FrontCopper : known.Front;
        return known.Words is null && words.Length > 2 ? null : new LayerRole(back ? layer + 1 : layer);
    }

    /// <summary>True where a word is one of those, or begins or ends with it: <c>topsilk</c>, <c>soldermask</c>.</summary>
    private static bool Tells(ImmutableArray<string> words, string[] telling) => words.Any(word => telling.Any(tells =>
        word == tells || (tells.Length > 2 && word != "stop" && (word.StartsWith(tells, StringComparison.Ordinal) || word.EndsWith(tells, StringComparison.Ordinal)))));

    [GeneratedRegex(@"^in\d{1,2}_cu$", RegexOptions.CultureInvariant)]
    private static partial Regex InnerCopper();

    [GeneratedRegex(@"^user_\d{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex UserLayer();

    [GeneratedRegex(@"^(?:g\d{1,2}l?|gp\d{1,2}|gi\d{1,2}|ly\d{1,2})$", RegexOptions.CultureInvariant)]
    private static partial Regex InnerExtension();

    [GeneratedRegex(@"^gm\d{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex MechanicalExtension();
}
