using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Panels;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests.Panels;

/// <summary>Packages of sample boards, and requests as the predecessor's panel front end makes them.</summary>
internal static class PanelBoards
{
    /// <summary>Where the board's own origin lies in a packet's frame, millimetres.</summary>
    public const double OriginX = 150.5, OriginY = 90.25;

    private static readonly Lazy<byte[]> TypicalZip = new(() => Zip("typical"));

    public static byte[] Typical => TypicalZip.Value;

    public static byte[] Zip(string sample)
    {
        var (board, routed) = RealBoards.Sample(sample);
        return Zip(board, routed);
    }

    public static byte[] Zip(PlacedBoard board, RoutedBoard routed) =>
        BoardStages.Package(BoardStages.ArtifactNames(board).Select(name => BoardStages.Fabricate(board, routed, name)));

    public static Panel Make(string specification, byte[]? zip = null)
    {
        var (panel, issues) = Panel.FromPackage(zip ?? Typical, Encoding.UTF8.GetBytes(specification));
        Assert.True(panel is not null, string.Join('\n', issues));
        return panel;
    }

    public static Panel FromPacket(JsonNode packet)
    {
        var (panel, issues) = Panel.FromPacket(Encoding.UTF8.GetBytes(packet.ToJsonString()));
        Assert.True(panel is not null, string.Join('\n', issues));
        return panel;
    }

    /// <summary>A 3 x 2 panel of <c>typical</c> that uses every field: tabs, rails, a via and connector pads with tracks on the upper rail, a scored line.</summary>
    public static JsonObject Packet()
    {
        var basis = Make("""{"columns":3,"rows":2}""");
        var (design, board) = (basis.Design, basis.Board);
        var rail = PanelShapes.Pieces(design.Outline).Max(piece => Math.Max(piece.From.Y, piece.To.Y)) - 2_500_000;
        var (left, right) = (board.Bounds.Left, board.Bounds.Right + 2 * design.StepX);
        var middle = (left + right) / 2;
        return new JsonObject
        {
            ["endpoint"] = "panelizeStart",
            ["fileTextLayers"] = Layers(),
            ["fabSpec"] = new JsonObject
            {
                ["count"] = new JsonObject { ["x"] = 3, ["y"] = 2 },
                ["step"] = new JsonObject { ["x"] = Mm(design.StepX), ["y"] = Mm(design.StepY) },
                ["viaHoleDiameter"] = 0.3,
                ["biteHoleDiameter"] = 0.5,
                ["fabRailHoleDiameter"] = 2,
            },
            ["gerberOrigin"] = new JsonObject { ["x"] = OriginX, ["y"] = OriginY },
            ["boardOutlineD"] = PathOf(design),
            ["hasAssemblyData"] = true,
            ["hasGerberSockets"] = true,
            ["vias"] = new JsonArray(PointOf(new(middle, rail))),
            ["biteHoles"] = new JsonArray([.. design.BiteHoles.Select(hole => PointOf(hole.At))]),
            ["fabRailHoles"] = new JsonArray([.. design.RailHoles.Select(hole => PointOf(hole.At))]),
            ["padsTop"] = new JsonArray(PadOf(new(middle + 4_000_000, rail - 500_000, middle + 6_000_000, rail + 500_000))),
            ["padsBot"] = new JsonArray(PadOf(new(middle - 6_000_000, rail - 500_000, middle - 4_000_000, rail + 500_000))),
            ["padsSoldermask"] = new JsonArray(
                PadOf(new(middle + 4_000_000, rail - 500_000, middle + 6_000_000, rail + 500_000)),
                PadOf(new(middle - 6_000_000, rail - 500_000, middle - 4_000_000, rail + 500_000))),
            ["svgCopperTop"] = Svg($"<line x1=\"{X(middle)}\" y1=\"{Y(rail)}\" x2=\"{X(middle + 5_000_000)}\" y2=\"{Y(rail)}\" stroke=\"black\" stroke-width=\"0.25\"/>"
                + $"<circle cx=\"{X(middle)}\" cy=\"{Y(rail)}\" r=\"0.3\"/>"),
            ["svgCopperBottom"] = Svg($"<line x1=\"{X(middle)}\" y1=\"{Y(rail)}\" x2=\"{X(middle - 5_000_000)}\" y2=\"{Y(rail)}\" stroke=\"black\" stroke-width=\"0.25\"/>"
                + $"<circle cx=\"{X(middle)}\" cy=\"{Y(rail)}\" r=\"0.3\"/>"),
            ["soldermaskTop"] = Svg($"<rect x=\"{X(middle + 7_000_000)}\" y=\"{Y(rail + 500_000)}\" width=\"1\" height=\"1\"/>"),
            ["soldermaskBottom"] = Svg(""),
            ["vcut"] = Svg($"<line x1=\"{X(left)}\" y1=\"{Y(rail - 3_500_000)}\" x2=\"{X(right)}\" y2=\"{Y(rail - 3_500_000)}\" stroke=\"black\" stroke-width=\"0.1\"/>"),
        };
    }

    private static JsonArray Layers()
    {
        var layers = new JsonArray();
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(Typical));
        foreach (var entry in zip.Entries)
        {
            if (KindOf(entry.Name) is { } kind)
            {
                using var reader = new StreamReader(entry.Open());
                layers.Add(new JsonObject
                {
                    ["name"] = entry.Name,
                    ["layer"] = new JsonObject { ["type"] = kind.Type, ["side"] = kind.Side },
                    ["content"] = reader.ReadToEnd(),
                });
            }
        }

        return layers;
    }

    private static (string? Type, string? Side)? KindOf(string name) => name switch
    {
        _ when name.StartsWith("BOM", StringComparison.Ordinal) => ("bom", null),
        _ when name.StartsWith("CPL", StringComparison.Ordinal) => ("placement", null),
        _ when name.EndsWith("-NPTH.drl", StringComparison.Ordinal) => ("drill-npth", "all"),
        _ when name.EndsWith("-PTH.drl", StringComparison.Ordinal) => ("drill", "all"),
        _ when name.EndsWith(".gtl", StringComparison.Ordinal) => ("copper", "top"),
        _ when name.EndsWith(".gbl", StringComparison.Ordinal) => ("copper", "bottom"),
        _ when name.EndsWith(".gts", StringComparison.Ordinal) => ("soldermask", "top"),
        _ when name.EndsWith(".gbs", StringComparison.Ordinal) => ("soldermask", "bottom"),
        _ when name.EndsWith(".gto", StringComparison.Ordinal) => ("silkscreen", "top"),
        _ when name.EndsWith(".gbo", StringComparison.Ordinal) => ("silkscreen", "bottom"),
        _ when name.EndsWith(".gtp", StringComparison.Ordinal) => ("solderpaste", "top"),
        _ when name.EndsWith(".gbp", StringComparison.Ordinal) => ("solderpaste", "bottom"),
        _ when name.EndsWith(".gm1", StringComparison.Ordinal) => ("outline", "all"),
        _ when name.EndsWith("-GerberSockets.gbr", StringComparison.Ordinal) => (null, null),
        _ when name.EndsWith("-F_Assembly.gbr", StringComparison.Ordinal) => ("drawing", "top"),
        _ => null,
    };

    /// <summary>The outline as path data, each stroke by itself.</summary>
    private static string PathOf(PanelDesign design)
    {
        var path = new StringBuilder();
        foreach (var loop in OutlineChains.Of(design.Outline, System.Collections.Immutable.ImmutableArray.CreateBuilder<GraphicObject>()).Closed)
        {
            path.Append(CultureInfo.InvariantCulture, $"M {X(loop.Start.X)} {Y(loop.Start.Y)} ");
            var at = loop.Start;
            foreach (var segment in loop.Segments)
            {
                path.Append(segment.Center is { } center
                    ? string.Create(CultureInfo.InvariantCulture, $"A {Mm((long)at.DistanceTo(center))} {Mm((long)at.DistanceTo(center))} 0 0 {(segment.Clockwise ? 1 : 0)} ")
                    : "L ");
                path.Append(CultureInfo.InvariantCulture, $"{X(segment.To.X)} {Y(segment.To.Y)} ");
                at = segment.To;
            }
        }

        return path.ToString().TrimEnd();
    }

    private static string Svg(string content) => $"<svg xmlns=\"http://www.w3.org/2000/svg\">{content}</svg>";

    private static JsonObject PointOf(Point at) => new() { ["x"] = double.Parse(X(at.X), CultureInfo.InvariantCulture), ["y"] = double.Parse(Y(at.Y), CultureInfo.InvariantCulture) };

    /// <summary>Corners in the predecessor's order: top left, top right, bottom left, bottom right.</summary>
    private static JsonArray PadOf(Box pad) =>
        new(PointOf(new(pad.Left, pad.Top)), PointOf(new(pad.Right, pad.Top)), PointOf(new(pad.Left, pad.Bottom)), PointOf(new(pad.Right, pad.Bottom)));

    private static double Mm(long nanometres) => Math.Round(Units.ToMillimetres(nanometres), 6);

    private static string X(long x) => Math.Round(Units.ToMillimetres(x) + OriginX, 6).ToString(CultureInfo.InvariantCulture);

    private static string Y(long y) => Math.Round(OriginY - Units.ToMillimetres(y), 6).ToString(CultureInfo.InvariantCulture);
}
