using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Panels;

/// <summary>Reads the packet that the predecessor's panel front end sends: every field of it, in its own frame (<see cref="PanelFrame"/>).</summary>
internal sealed class PanelPacketReader
{
    /// <summary>Largest packet, bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const double MostMillimetres = 10_000;
    private const int MostHoles = 20_000, MostPads = 5_000, MostName = 200;
    private const int MostText = MaxBytes;

    private static readonly GerberAttribute ViaPad = new(".AperFunction", "ViaDrill");

    private readonly List<CheckedJson.Problem> _problems = [];
    private readonly List<Issue> _issues = [];

    /// <returns>Null where there is an issue.</returns>
    public static (PanelBoard? Board, PanelDesign? Design, ImmutableArray<Issue> Issues) Read(ReadOnlyMemory<byte> json)
    {
        var reader = new PanelPacketReader();
        var packet = CheckedJson.Read(json, MaxBytes, reader._problems, reader.ReadPacket);
        ImmutableArray<Issue> issues = [.. reader._problems.Select(problem => PanelIssues.Invalid(problem.Path, problem.Error)), .. reader._issues];
        return packet is null || !issues.IsEmpty ? (null, null, issues) : (packet.Board, packet.Design, []);
    }

    private sealed record Packet(PanelBoard Board, PanelDesign Design);

    private Packet ReadPacket(CheckedJson root)
    {
        var spec = root.RequiredObject("fabSpec");
        var origin = root.OptionalObject("gerberOrigin");
        var frame = new PanelFrame(Millimetres(origin, "x"), Millimetres(origin, "y"));
        var design = ReadDesign(root, spec, frame);
        var files = ReadFiles(root.Property("fileTextLayers"));
        var needsAssembly = root.Property("hasAssemblyData").IsMissing || root.OptionalFlag("hasAssemblyData");
        var board = new PanelBoardReader(_issues).Read(files, needsAssembly);
        if (root.OptionalFlag("hasGerberSockets") && !board.Layers.Any(layer => PanelLayerKind.IsSockets(layer.FileName)))
        {
            _issues.Add(PanelIssues.Invalid("$.hasGerberSockets", "no file is named <board>-GerberSockets.gbr"));
        }

        return new(board, design);
    }

    private static PanelDesign ReadDesign(CheckedJson root, CheckedJson spec, PanelFrame frame)
    {
        var count = spec.RequiredObject("count");
        var step = spec.RequiredObject("step");
        var (columns, rows) = (Count(count, "x"), Count(count, "y"));
        var design = new PanelDesign(columns, rows, Step(step, "x", columns), Step(step, "y", rows));
        if ((long)design.Columns * design.Rows > PanelDesign.MostCopies)
        {
            count.Report($"at most {PanelDesign.MostCopies} copies are allowed");
        }

        var holes = (Vias: Holes(root, "vias", spec, "viaHoleDiameter", frame), Bites: Holes(root, "biteHoles", spec, "biteHoleDiameter", frame),
            Rails: Holes(root, "fabRailHoles", spec, "fabRailHoleDiameter", frame));
        var masks = Pads(root, "padsSoldermask", frame);
        return design with
        {
            Outline = Outline(root.Property("boardOutlineD"), frame),
            Cuts = [.. Svg(root.Property("vcut"), frame, strokesOnly: true).Select(AsCut)],
            Vias = [.. holes.Vias.Select(hole => hole with { Function = ViaPad.Values[0] })],
            BiteHoles = holes.Bites,
            RailHoles = holes.Rails,
            MaskPads = masks,
            Graphics = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, ImmutableArray<GraphicObject>>
            {
                ["copper_top.GTL"] = [.. Svg(root.Property("svgCopperTop"), frame), .. Pads(root, "padsTop", frame).Select(ConnectorPad)],
                ["copper_bottom.GBL"] = [.. Svg(root.Property("svgCopperBottom"), frame), .. Pads(root, "padsBot", frame).Select(ConnectorPad)],
                ["soldermask_top.GTS"] = [.. Svg(root.Property("soldermaskTop"), frame), .. masks.Select(Opening)],
                ["soldermask_bottom.GBS"] = [.. Svg(root.Property("soldermaskBottom"), frame), .. masks.Select(Opening)],
            }),
        };
    }

    private static GraphicObject AsCut(GraphicObject stroke) => stroke is Line line ? line with { Aperture = PanelDesign.CutPen } : stroke;

    private static GraphicObject ConnectorPad(Box pad) => new Flash(
        pad.Center, new RectangleAperture(pad.Width, pad.Height, 0, AttributeSet.Of(new GerberAttribute(".AperFunction", "ConnectorPad"))), Polarity.Dark, AttributeSet.None);

    private static GraphicObject Opening(Box pad) =>
        new Flash(pad.Center, new RectangleAperture(pad.Width, pad.Height, 0, AttributeSet.None), Polarity.Dark, AttributeSet.None);

    private static double Millimetres(CheckedJson value, string name) => value.IsMissing ? 0 : value.RequiredNumber(name, -MostMillimetres, MostMillimetres);

    private static int Count(CheckedJson count, string name)
    {
        var number = count.RequiredNumber(name, 1, PanelDesign.MostCopies);
        if (number != Math.Floor(number))
        {
            count.Property(name).Report("must be a whole number");
        }

        return Math.Max(1, (int)number);
    }

    /// <summary>One copy alone has no next one, so its step may be anything.</summary>
    private static long Step(CheckedJson step, string name, int copies) =>
        PanelFrame.Round(step.RequiredNumber(name, copies > 1 ? 0.001 : 0, MostMillimetres) * Units.Millimetre);

    private static ImmutableArray<DrillHole> Holes(CheckedJson root, string name, CheckedJson spec, string diameterName, PanelFrame frame)
    {
        var list = root.Property(name);
        if (list.IsMissing || list.Count == 0)
        {
            _ = list.IsMissing || list.RequiredItems(0).Any();
            return [];
        }

        var diameter = PanelFrame.Round(spec.RequiredNumber(diameterName, 0.001, 100) * Units.Millimetre);
        return [.. list.RequiredItems(MostHoles).Where(item => item.IsObject()).Select(item => new DrillHole(At(item, frame), diameter, null))];
    }

    private static Point At(CheckedJson point, PanelFrame frame) =>
        frame.ToBoard(point.RequiredNumber("x", -MostMillimetres, MostMillimetres), point.RequiredNumber("y", -MostMillimetres, MostMillimetres));

    /// <summary>Four corners of an upright rectangle, in whichever order.</summary>
    private static ImmutableArray<Box> Pads(CheckedJson root, string name, PanelFrame frame)
    {
        var list = root.Property(name);
        return list.IsMissing ? [] : [.. list.RequiredItems(MostPads).Select(pad => Pad(pad, frame)).OfType<Box>()];
    }

    private static Box? Pad(CheckedJson pad, PanelFrame frame)
    {
        Point[] corners = [.. pad.RequiredItems(4).Where(corner => corner.IsObject()).Select(corner => At(corner, frame))];
        if (corners.Length == 0 && pad.Count == 0)
        {
            return null;
        }

        var box = Box.Around(corners);
        var isRectangle = corners.Distinct().Count() == 4
            && Array.TrueForAll(corners, p => (p.X == box.Left || p.X == box.Right) && (p.Y == box.Bottom || p.Y == box.Top));
        if (!isRectangle)
        {
            pad.Report("must be the four corners of an upright rectangle");
        }

        return isRectangle ? box : null;
    }

    private static ImmutableArray<GraphicObject> Svg(CheckedJson svg, PanelFrame frame, bool strokesOnly = false)
    {
        if (svg.IsMissing)
        {
            return [];
        }

        var (objects, error) = PanelGraphics.Read(svg.AsText(MostText), frame, strokesOnly);
        if (error is not null)
        {
            svg.Report(error);
        }

        return objects;
    }

    private static ImmutableArray<GraphicObject> Outline(CheckedJson data, PanelFrame frame)
    {
        var text = data.AsText(MostText);
        if (data.IsMissing)
        {
            return [];
        }

        var (strokes, error) = OutlinePath.Read(text, frame);
        if (error is not null)
        {
            data.Report(error);
        }

        return strokes;
    }

    private static List<PanelInput> ReadFiles(CheckedJson list)
    {
        var files = new List<PanelInput>();
        foreach (var item in list.RequiredItems(PanelBoardReader.MostFiles))
        {
            if (item.IsObject())
            {
                files.Add(ReadFile(item));
            }
        }

        if (files.Count == 0 && list.Count == 0)
        {
            list.Report("has no files");
        }

        return files;
    }

    private static PanelInput ReadFile(CheckedJson item)
    {
        var path = item.RequiredText("name", MostName) ?? "";
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        if (!IsPlain(name))
        {
            item.Property("name").Report("must be a plain file name");
        }

        var layer = item.RequiredObject("layer");
        var kind = PanelLayerKind.IsSockets(name) ? new("gerbersockets", "all") : new PanelLayerKind(Word(layer, "type"), Word(layer, "side"));
        return new(name, kind, Encoding.UTF8.GetBytes(item.RequiredText("content", MostText) ?? ""));
    }

    /// <summary>A type or side; null stands for <c>none</c>.</summary>
    private static string Word(CheckedJson layer, string name)
    {
        var word = layer.OptionalText(name, 40).ToLowerInvariant();
        if (word.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
        {
            layer.Property(name).Report("must be letters, digits and '-'");
        }

        return word.Length == 0 ? "none" : word;
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && name[0] != '.' && name.All(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|'));
}
