using System.Text;
using System.Text.Json.Nodes;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Panels;

namespace MakeDevice.Routing.Tests.Panels;

/// <summary>Requests that cannot become a panel: each ends with its code, and there is no panel.</summary>
public sealed class BadPacketTests
{
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\">";

    /// <summary>What is done to a good packet, and the code that it then has.</summary>
    private static readonly (string Name, string Code, Action<JsonObject> Spoil)[] Cases =
    [
        ("no spec", "PANEL_INVALID", p => p.Remove("fabSpec")),
        ("no count", "PANEL_INVALID", p => Spec(p).Remove("count")),
        ("no step", "PANEL_INVALID", p => Spec(p).Remove("step")),
        ("no columns", "PANEL_INVALID", p => Count(p, "x", 0)),
        ("negative rows", "PANEL_INVALID", p => Count(p, "y", -1)),
        ("half a column", "PANEL_INVALID", p => Count(p, "x", 1.5)),
        ("endless columns", "PANEL_INVALID", p => Count(p, "x", 1e308)),
        ("columns as words", "PANEL_INVALID", p => Spec(p)["count"]!["x"] = "three"),
        ("401 copies", "PANEL_INVALID", p => Count(p, "x", 201)),
        ("10^9 copies", "PANEL_INVALID", p => Count(p, "y", 1e9)),
        ("no step across", "PANEL_INVALID", p => Step(p, "x", 0)),
        ("step backwards", "PANEL_INVALID", p => Step(p, "y", -10)),
        ("step as a list", "PANEL_INVALID", p => Spec(p)["step"] = new JsonArray(1, 2)),
        ("copies overlap", "PANEL_COPIES_OVERLAP", p => Step(p, "x", 30)),
        ("rows overlap", "PANEL_COPIES_OVERLAP", p => Step(p, "y", 0.001)),
        ("copies outside", "PANEL_COPY_OUTSIDE", p => Step(p, "x", 140)),
        ("too wide", "PANEL_TOO_LARGE", p => p["boardOutlineD"] = "M 0 0 L 501 0 L 501 100 L 0 100 Z"),
        ("no files", "PANEL_INVALID", p => p["fileTextLayers"] = new JsonArray()),
        ("files missing", "PANEL_INVALID", p => p.Remove("fileTextLayers")),
        ("files no list", "PANEL_INVALID", p => p["fileTextLayers"] = "x"),
        ("a file that is none", "PANEL_INVALID", p => Layers(p).Add(7)),
        ("too many files", "PANEL_INVALID", p => Repeat(Layers(p), 101)),
        ("a file without layer", "PANEL_INVALID", p => Layers(p)[0]!.AsObject().Remove("layer")),
        ("a file without content", "PANEL_INVALID", p => Layers(p)[0]!.AsObject().Remove("content")),
        ("a file without name", "PANEL_INVALID", p => Layers(p)[0]!.AsObject().Remove("name")),
        ("a name that leaves", "PANEL_INVALID", p => Layers(p)[0]!["name"] = "../.."),
        ("a hidden name", "PANEL_INVALID", p => Layers(p)[0]!["name"] = ".bashrc"),
        ("a name with control characters", "PANEL_INVALID", p => Layers(p)[0]!["name"] = "a\nb.gbr"),
        ("a type that leaves", "PANEL_INVALID", p => Layers(p)[0]!["layer"]!["type"] = "../x"),
        ("a side that is a number", "PANEL_LAYER_DOUBLED", p => { Layer(p, ".gto")["layer"]!["side"] = "top"; Layer(p, ".gbo")["layer"]!["side"] = "top"; }),
        ("two front coppers", "PANEL_LAYER_DOUBLED", p => Layers(p).Add(Layer(p, ".gtl").DeepClone())),
        ("a layer that is no Gerber", "GERBER_INVALID", p => Layer(p, ".gtl")["content"] = "%FSLAX46Y46*%\n%MOMM*%\nX1Y1D0"),
        ("a layer of another kind", "GERBER_INVALID", p => Layer(p, ".gts")["content"] = "M48\nMETRIC\n%\nM30\n"),
        ("drills that are none", "EXCELLON_INVALID", p => Layer(p, "-PTH.drl")["content"] = "M48\nMETRIC\nT1C0.3\n%\nT1\nXYZ\nM30\n"),
        ("drills of unknown plating", "PANEL_DRILLS_AMBIGUOUS", p => Unknown(Layer(p, "-PTH.drl"))),
        ("no BOM", "PANEL_ASSEMBLY_MISSING", p => Remove(p, "bom")),
        ("no placement", "PANEL_ASSEMBLY_MISSING", p => Remove(p, "placement")),
        ("neither, and not said", "PANEL_ASSEMBLY_MISSING", p => { Remove(p, "bom"); Remove(p, "placement"); p.Remove("hasAssemblyData"); }),
        ("a BOM without references", "PANEL_FILE_INVALID", p => OfType(p, "bom")["content"] = "Value,Package\n10k,0402\n"),
        ("a placement without numbers", "PANEL_FILE_INVALID", p => OfType(p, "placement")["content"] = "Ref,PosX,PosY\nR1,here,there\n"),
        ("sockets that are not there", "PANEL_INVALID", p => Layers(p).Remove(Layer(p, "-GerberSockets.gbr"))),
        ("no outline", "PANEL_INVALID", p => p.Remove("boardOutlineD")),
        ("an empty outline", "PANEL_INVALID", p => p["boardOutlineD"] = ""),
        ("an outline of words", "PANEL_INVALID", p => p["boardOutlineD"] = "a rectangle"),
        ("a curve", "PANEL_INVALID", p => p["boardOutlineD"] = "M 0 0 C 1 1 2 2 3 3"),
        ("an arc of an ellipse", "PANEL_INVALID", p => p["boardOutlineD"] = "M 0 0 A 1 2 0 0 1 3 3"),
        ("an arc without flags", "PANEL_INVALID", p => p["boardOutlineD"] = "M 0 0 A 1 1 0 5 9 3 3"),
        ("an open outline", "PANEL_OUTLINE_OPEN", p => p["boardOutlineD"] = "M 0 0 L 400 0 L 400 400 L 0 400"),
        ("an outline that never ends", "PANEL_INVALID", p => p["boardOutlineD"] = "M 0 0 " + string.Concat(Enumerable.Repeat("l 1 0 l 0 1 ", 11_000))),
        ("a point at the horizon", "PANEL_INVALID", p => p["boardOutlineD"] = "M 0 0 L 1e9 0 L 1e9 1 Z"),
        ("a via outside", "PANEL_HOLE_OUTSIDE", p => Move(p, "vias", -500)),
        ("a via without place", "PANEL_INVALID", p => p["vias"]![0]!.AsObject().Remove("x")),
        ("vias without a diameter", "PANEL_INVALID", p => Spec(p).Remove("viaHoleDiameter")),
        ("a via too small to drill", "PANEL_DRILL_SIZE", p => Spec(p)["viaHoleDiameter"] = 0.05),
        ("a rail hole too large to drill", "PANEL_DRILL_SIZE", p => Spec(p)["fabRailHoleDiameter"] = 9),
        ("a bite in the middle of a board", "PANEL_BITE_OFF_EDGE", p => Place(p, "biteHoles", PanelBoards.OriginX + 2, PanelBoards.OriginY + 3)),
        ("bites that touch", "PANEL_HOLES_TOO_CLOSE", p => Spec(p)["biteHoleDiameter"] = 0.79),
        ("two holes at one place", "PANEL_HOLES_TOO_CLOSE", p => p["vias"]!.AsArray().Add(p["vias"]![0]!.DeepClone())),
        ("too many holes", "PANEL_INVALID", p => Repeat(p["vias"]!.AsArray(), 20_001)),
        ("a rail hole at the edge", "PANEL_HOLE_NEAR_EDGE", p => Spec(p)["fabRailHoleDiameter"] = 4.6),
        ("a pad of three corners", "PANEL_INVALID", p => p["padsTop"]![0]!.AsArray().RemoveAt(0)),
        ("a pad that leans", "PANEL_INVALID", p => p["padsTop"]![0]![0]!["x"] = 1),
        ("a pad outside", "PANEL_GRAPHICS_OUTSIDE", p => Shift(p["padsBot"]![0]!.AsArray(), 900)),
        ("an opening without copper", "PANEL_PAD_WITHOUT_COPPER", p => Shift(p["padsSoldermask"]![0]!.AsArray(), 20)),
        ("an SVG that is none", "PANEL_INVALID", p => p["svgCopperTop"] = "<svg"),
        ("an SVG with a DTD", "PANEL_INVALID", p => p["svgCopperBottom"] = "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>"),
        ("an SVG of text", "PANEL_INVALID", p => p["soldermaskTop"] = Svg + "<text>A</text></svg>"),
        ("a circle in percent", "PANEL_INVALID", p => p["svgCopperTop"] = Svg + "<circle cx=\"50%\" cy=\"0\" r=\"1\"/></svg>"),
        ("an SVG that links to its style", "PANEL_INVALID", p => p["svgCopperTop"] = "<?xml-stylesheet href='a.css'?>" + Svg + "</svg>"),
        ("an SVG with a clip", "PANEL_INVALID", p => p["svgCopperTop"] = Svg + "<g style=\"clip-path:url(#c)\"><circle cx=\"100\" cy=\"0\" r=\"1\"/></g></svg>"),
        ("an SVG with markers", "PANEL_INVALID", p => p["svgCopperTop"] = Svg + "<path d=\"M100 0h1\" stroke=\"#000\" marker-end=\"url(#m)\"/></svg>"),
        ("an SVG with a rule that nobody reads", "PANEL_INVALID", p => p["svgCopperTop"] = Svg + "<style>circle:hover{fill:none}</style><circle cx=\"100\" cy=\"0\" r=\"1\"/></svg>"),
        ("an area with a hole", "PANEL_INVALID", p => p["svgCopperTop"] = Svg + "<path fill-rule=\"evenodd\" d=\"M100 0h4v4h-4zM101 1h1v1h-1z\"/></svg>"),
        ("an area with a hole by its direction", "PANEL_INVALID", p => p["soldermaskTop"] = Svg + "<path d=\"M100 0h4v4h-4zM101 1v1h1v-1z\"/></svg>"),
        ("a path with an error", "PANEL_INVALID", p => p["svgCopperTop"] = Svg + "<path d=\"M100 0h1 x 3\" stroke=\"#000\"/></svg>"),
        ("an SVG with an image", "PANEL_INVALID", p => p["soldermaskBottom"] = Svg + "<image href=\"file:///etc/passwd\"/></svg>"),
        ("an SVG that is a number", "PANEL_INVALID", p => p["vcut"] = 5),
        ("copper outside", "PANEL_GRAPHICS_OUTSIDE", p => p["svgCopperTop"] = Svg + "<circle cx=\"-90\" cy=\"0\" r=\"1\"/></svg>"),
        ("a bomb", "PANEL_INVALID", p => p["svgCopperTop"] = Svg + string.Concat(Enumerable.Repeat("<g>", 90)) + string.Concat(Enumerable.Repeat("</g>", 90)) + "</svg>"),
        ("a cut that ends inside", "PANEL_CUT_SHORT", p => p["vcut"] = Svg + "<line x1=\"100\" y1=\"90\" x2=\"120\" y2=\"90\" stroke=\"#000\"/></svg>"),
        ("a cut that leans", "PANEL_CUT_NOT_STRAIGHT", p => p["vcut"] = Svg + "<line x1=\"0\" y1=\"0\" x2=\"300\" y2=\"200\" stroke=\"#000\"/></svg>"),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    [Fact]
    public void There_are_sixty_and_more() => Assert.True(Cases.Length >= 60 && Cases.DistinctBy(c => c.Name).Count() == Cases.Length);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bad_packet_has_its_code_and_no_panel(string name)
    {
        var (_, code, spoil) = Cases.Single(c => c.Name == name);
        var packet = PanelBoards.Packet();
        spoil(packet);
        var (panel, issues) = Panel.FromPacket(Encoding.UTF8.GetBytes(packet.ToJsonString()));
        Assert.Null(panel);
        Assert.Contains(code, issues.Select(issue => issue.Code));
        Assert.All(issues, issue => Assert.Matches(@"^[A-Z_]+ \S+=[^\r\n]*$", issue.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    public void What_is_no_packet_is_refused(string json)
    {
        var (panel, issues) = Panel.FromPacket(Encoding.UTF8.GetBytes(json));
        Assert.Null(panel);
        Assert.Contains("PANEL_INVALID", issues.Select(issue => issue.Code));
    }

    [Theory]
    [InlineData("""{"columns":0}""")]
    [InlineData("""{"columns":21,"rows":20}""")]
    [InlineData("""{"rows":2.5}""")]
    [InlineData("""{"colums":2}""")]
    [InlineData("""{"separation":"saw"}""")]
    [InlineData("""{"separation":"vcut","gap":2}""")]
    [InlineData("""{"gap":0.1}""")]
    [InlineData("""{"gap":-1}""")]
    [InlineData("""{"rails":{"sides":"front"}}""")]
    [InlineData("""{"rails":{"width":1}}""")]
    [InlineData("""{"rails":5}""")]
    [InlineData("""{"tabs":{"perSide":0}}""")]
    [InlineData("""{"tabs":{"biteDiameter":9}}""")]
    [InlineData("""{"columns":9,"rows":9}""", "PANEL_TOO_LARGE")]
    [InlineData("""{"columns":2,"tabs":{"biteDiameter":0.5,"bitePitch":0.5}}""", "PANEL_HOLES_TOO_CLOSE")]
    public void A_bad_specification_has_its_code(string json, string code = "PANEL_INVALID")
    {
        var (panel, issues) = Panel.FromPackage(PanelBoards.Typical, Encoding.UTF8.GetBytes(json));
        Assert.Null(panel);
        Assert.Contains(code, issues.Select(issue => issue.Code));
    }

    [Fact]
    public void A_package_that_is_none_has_a_code()
    {
        byte[] nothing = [], words = "no zip"u8.ToArray(), cut = PanelBoards.Typical[..5000], large = new byte[Panel.MaxZipBytes + 1];
        var empty = BoardStages.Package([]);
        var bare = BoardStages.Package([new("a.txt", "x"u8.ToArray())]);
        Assert.All(new[] { nothing, words, cut, large, empty }, zip => Assert.Equal("PANEL_ZIP_INVALID", Assert.Single(Panel.FromPackage(zip, "{}"u8.ToArray()).Issues).Code));
        Assert.Equal("PANEL_BOARD_WITHOUT_OUTLINE", Assert.Single(Panel.FromPackage(bare, "{}"u8.ToArray()).Issues).Code);
    }

    [Fact]
    public void A_round_board_has_no_place_for_tabs()
    {
        var edge = new Arc(new(10_000_000, 0), new(10_000_000, 0), default, false, PanelDesign.Pen, Polarity.Dark, AttributeSet.None);
        var outline = GerberWriter.Write(new([new(".FileFunction", "Profile", "NP")], [edge]));
        var (panel, issues) = Panel.FromPackage(BoardStages.Package([new("round-Edge_Cuts.gm1", outline)]), """{"columns":2}"""u8.ToArray());
        Assert.Null(panel);
        Assert.Equal("PANEL_NO_TAB_PLACE error=no straight piece of the board's edge is long enough for a tab that would hold every board", Assert.Single(issues).ToString());
    }

    [Fact]
    public void A_zip_bomb_is_refused()
    {
        var bomb = BoardStages.Package([new("board-F_Cu.gtl", new byte[MakeDevice.Routing.Modules.ModulePackageReader.MaxPackageBytes + 1])]);
        Assert.True(bomb.Length < 1_000_000);
        Assert.Equal("PANEL_ZIP_INVALID", Assert.Single(Panel.FromPackage(bomb, "{}"u8.ToArray()).Issues).Code);
    }

    private static JsonObject Spec(JsonObject packet) => packet["fabSpec"]!.AsObject();

    private static void Count(JsonObject packet, string axis, double value) => Spec(packet)["count"]![axis] = value;

    private static void Step(JsonObject packet, string axis, double value) => Spec(packet)["step"]![axis] = value;

    private static JsonArray Layers(JsonObject packet) => packet["fileTextLayers"]!.AsArray();

    private static JsonObject Layer(JsonObject packet, string suffix) =>
        Layers(packet).First(layer => ((string)layer!["name"]!).EndsWith(suffix, StringComparison.Ordinal))!.AsObject();

    private static JsonObject OfType(JsonObject packet, string type) => Layers(packet).Single(layer => (string)layer!["layer"]!["type"]! == type)!.AsObject();

    private static void Remove(JsonObject packet, string type) => Layers(packet).Remove(OfType(packet, type));

    private static void Unknown(JsonObject layer)
    {
        layer["name"] = "holes.drl";
        layer["layer"]!["type"] = "drill-unknown";
        layer["content"] = "M48\nMETRIC\nT1C0.300\n%\nT1\nX1.0Y1.0\nM30\n";
    }

    private static void Repeat(JsonArray list, int count)
    {
        while (list.Count < count)
        {
            list.Add(list[0]!.DeepClone());
        }
    }

    private static void Move(JsonObject packet, string list, double x) => packet[list]![0]!["x"] = x;

    private static void Place(JsonObject packet, string list, double x, double y) => packet[list]![0] = new JsonObject { ["x"] = x, ["y"] = y };

    private static void Shift(JsonArray corners, double x)
    {
        foreach (var corner in corners)
        {
            corner!["x"] = (double)corner["x"]! + x;
        }
    }
}
