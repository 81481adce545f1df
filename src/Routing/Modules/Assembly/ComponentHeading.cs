using System.Text.RegularExpressions;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>What a column of a BOM or CPL says of a part.</summary>
internal enum ComponentField
{
    Reference,
    Value,
    Package,
    PartNumber,
    Quantity,

    /// <summary>Anything but a "no" says that the part is not mounted.</summary>
    NotFitted,

    /// <summary>A "no" says that the part is not mounted.</summary>
    Fitted,
    X,
    Y,
    Rotation,
    Side,
}

/// <summary>
/// A heading by its meaning: KiCad, EasyEDA, Altium, Eagle, Fusion, OrCAD, DipTrace and the fabs' own forms name the same column in many ways. Case,
/// blanks, punctuation and what stands in brackets do not count, except for a unit: <c>Center-X(mil)</c>.
/// </summary>
internal readonly partial record struct ComponentHeading(string Name, double? Millimetres)
{
    /// <summary>Names of each field, the best first: of two columns that would do, the one named first here is read.</summary>
    private static readonly (ComponentField Field, string[] Names)[] Meanings =
    [
        (ComponentField.Reference, [
            "reference", "references", "designator", "designators", "refdes", "ref", "refs", "referencedesignator", "referencedesignators", "refdesignator",
            "partreference", "partreferences", "parts", "part", "componentreference", "component", "components", "位号", "元件位号"]),
        (ComponentField.Value, ["value", "val", "comment", "name", "partvalue", "componentvalue", "description", "数值", "值", "型号"]),
        (ComponentField.Package, ["package", "footprint", "pattern", "footprintname", "packagename", "packagefootprint", "case", "casepackage", "pcbfootprint", "封装"]),
        (ComponentField.PartNumber, [
            "lcscpart", "lcsc", "lcscpartnumber", "lcscpartno", "lcscnumber", "lcscno", "lcscpn", "lcsccode", "jlcpcbpart", "jlcpcb", "jlcpcbpartnumber",
            "jlcpcbpartno", "jlcpcbpn", "jlcpart", "jlcpartnumber", "jlc", "supplierpart", "supplierpartnumber", "supplierpartno", "supplierpn",
            "supplierpartnumber1", "supplierpart1", "suppliernumber", "partnumber", "partno", "mpn", "manufacturerpartnumber", "manufacturerpart", "mfrpart", "mfgpart", "商品编号"]),
        (ComponentField.Quantity, ["quantity", "qty", "count", "amount", "quantityperpcb", "qtyperboard", "数量"]),
        (ComponentField.NotFitted, [
            "dnp", "dni", "dnf", "dnm", "donotpopulate", "donotplace", "donotfit", "donotmount", "donotinstall", "notfitted", "notpopulated", "notmounted",
            "notplaced", "notinstalled", "notassembled", "unpopulated", "unfitted", "unmounted", "donotload", "donotstuff", "donotassemble", "dnl", "dns", "omit",
            "nopop", "nostuff", "nofit", "nomount", "noload", "excludefrombom", "excludefromboard", "excludefrompos", "excludefrompositionfiles"]),
        (ComponentField.Fitted, ["fitted", "populate", "populated", "mount", "mounted", "place", "placed", "fit", "assemble", "assembled", "install", "installed", "stuff", "stuffed", "load", "loaded", "addintobom", "addtobom", "includeinbom", "inbom"]),
        (ComponentField.X, [
            "posx", "midx", "centerx", "centrex", "x", "xpos", "xposition", "positionx", "locationx", "xlocation", "xcenter", "xcoord", "xcoordinate", "coordx",
            "centerxcoord", "refx", "originx", "padx"]),
        (ComponentField.Y, [
            "posy", "midy", "centery", "centrey", "y", "ypos", "yposition", "positiony", "locationy", "ylocation", "ycenter", "ycoord", "ycoordinate", "coordy",
            "centerycoord", "refy", "originy", "pady"]),
        (ComponentField.Rotation, ["rot", "rotation", "angle", "orientation", "rotationangle", "rotate", "rotationdeg", "rotationdegrees", "rotdeg", "angledeg", "旋转角度"]),
        (ComponentField.Side, ["side", "layer", "tb", "topbottom", "boardside", "mountside", "mountingside", "placementside", "componentside", "层"]),
    ];

    private static readonly Dictionary<string, (ComponentField Field, int Rank)> Known = ByName();

    /// <summary>Units as headings and cells write them, in millimetres.</summary>
    private static readonly (string Name, double Millimetres)[] Units =
    [
        ("mm", 1), ("millimeter", 1), ("millimeters", 1), ("millimetre", 1), ("millimetres", 1), ("cm", 10), ("um", 0.001), ("µm", 0.001), ("μm", 0.001),
        ("mil", 0.0254), ("mils", 0.0254), ("thou", 0.0254), ("in", 25.4), ("inch", 25.4), ("inches", 25.4), ("\"", 25.4), ("″", 25.4),
    ];

    public static ComponentHeading Of(string text)
    {
        if (text.AsSpan().IndexOfAny("(（[") < 0)
        {
            return new(Letters(text), null);
        }

        var bracket = Bracket().Match(text);
        var plain = Letters(Bracket().Replace(text, " "));
        return new(plain.Length > 0 ? plain : Letters(text), bracket.Success ? UnitOf(bracket.Groups[1].Value) : null);
    }

    /// <summary>What of each field's names the headings have: the column by field. A coordinate may end with its unit: <c>X mm</c>.</summary>
    public static Dictionary<ComponentField, int> Meaning(IReadOnlyList<ComponentHeading> headings)
    {
        var best = new Dictionary<ComponentField, int>();
        for (var column = 0; column < headings.Count; column++)
        {
            if (headings[column].Meant is var (field, rank) && (!best.TryGetValue(field, out var known) || rank < headings[known].Rank))
            {
                best[field] = column;
            }
        }

        return best;
    }

    /// <summary>All columns of a field, the best first.</summary>
    public static int[] Columns(IReadOnlyList<ComponentHeading> headings, ComponentField field)
    {
        var columns = new List<int>();
        for (var column = 0; column < headings.Count; column++)
        {
            if (headings[column].Field == field)
            {
                var place = columns.FindIndex(other => headings[column].Rank < headings[other].Rank);
                columns.Insert(place < 0 ? columns.Count : place, column);
            }
        }

        return [.. columns];
    }

    /// <summary>The field that the heading names; null where it names none.</summary>
    public ComponentField? Field => Meant?.Field;

    /// <summary>How early its name stands among the field's.</summary>
    private int Rank => Meant?.Rank ?? int.MaxValue;

    /// <summary>The field that the heading names, and how early its name stands among the field's.</summary>
    private (ComponentField Field, int Rank)? Meant { get; } =
        Known.TryGetValue(Name, out var meant) ? meant
        : WithoutUnit(Name) is (var coordinate, _) && Known.TryGetValue(coordinate, out meant) && meant.Field is ComponentField.X or ComponentField.Y ? meant
        : null;

    /// <summary>Millimetres of the heading's unit, in brackets or at its end; null where it names none.</summary>
    public double? Unit => Millimetres ?? WithoutUnit(Name)?.Millimetres;

    /// <summary>Millimetres of a unit's name; null where it is none.</summary>
    public static double? UnitOf(string name)
    {
        var trimmed = name.Trim().TrimEnd('.').ToLowerInvariant();
        foreach (var (known, millimetres) in Units)
        {
            if (known == trimmed)
            {
                return millimetres;
            }
        }

        return null;
    }

    private static Dictionary<string, (ComponentField Field, int Rank)> ByName()
    {
        var known = new Dictionary<string, (ComponentField Field, int Rank)>(StringComparer.Ordinal);
        foreach (var (field, names) in Meanings)
        {
            for (var rank = 0; rank < names.Length; rank++)
            {
                known.Add(names[rank], (field, rank));
            }
        }

        return known;
    }

    private static (string Name, double Millimetres)? WithoutUnit(string name)
    {
        // Most cells are values and numbers, and no unit ends with a digit.
        if (name is "" or [.., >= '0' and <= '9'])
        {
            return null;
        }

        foreach (var (unit, millimetres) in Units)
        {
            if (name.Length > unit.Length && name.EndsWith(unit, StringComparison.Ordinal))
            {
                return (name[..^unit.Length], millimetres);
            }
        }

        return null;
    }

    /// <summary>The letters and digits of a text, the letters small.</summary>
    public static string Letters(string text)
    {
        var letters = text.Length <= 128 ? stackalloc char[128] : new char[text.Length];
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                letters[count++] = char.ToLowerInvariant(c);
            }
        }

        return new(letters[..count]);
    }

    [GeneratedRegex(@"[(（\[]([^)）\]]*)[)）\]]", RegexOptions.CultureInvariant)]
    private static partial Regex Bracket();
}
