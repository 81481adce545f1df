using System.Globalization;
using System.Text;
using System.Text.Json;
using static MakeDevice.SampleMaker.Lengths;

namespace MakeDevice.SampleMaker;

internal sealed record SampleFile(string Path, byte[] Content);

/// <summary>Draws a design: wires its nets, then writes every file of the package (docs/modules.md).</summary>
internal static class PackageFiles
{
    private const double SocketMm = 0.125;
    private const double StubMm = 0.75;
    private const double MaskMarginMm = 0.05;

    public static IEnumerable<SampleFile> Write(ModuleDesign design)
    {
        var wiring = Wire(design);
        SampleFile Gerber(string suffix, byte[] content) => new($"{design.Key}/gerbers/{design.Key}-{suffix}", content);

        yield return Gerber("F_Cu.gtl", CopperLayer(design, wiring, Copper.Front));
        yield return Gerber("B_Cu.gbl", CopperLayer(design, wiring, Copper.Back));
        yield return Gerber("F_Mask.gts", Mask(design, Copper.Front));
        yield return Gerber("B_Mask.gbs", Mask(design, Copper.Back));
        yield return Gerber("F_Paste.gtp", Paste(design));
        yield return Gerber("B_Paste.gbp", Sheet(design, "Paste,Bot", "Positive").Finish());
        yield return Gerber("F_Silkscreen.gto", Legend(design));
        yield return Gerber("B_Silkscreen.gbo", Sheet(design, "Legend,Bot", "Positive").Finish());
        yield return Gerber("F_Fab.gbr", Fabrication(design));
        yield return Gerber("B_Fab.gbr", Sheet(design, "AssemblyDrawing,Bot", null).Finish());
        yield return Gerber("Edge_Cuts.gm1", Outline(design));
        yield return Gerber("GerberSockets.gbr", Sockets(design));
        yield return Gerber("PTH.drl", DrillDrawing.Write(PlatedHoles(design, wiring), plated: true, routedSlots: design.Jacdac));
        yield return Gerber("NPTH.drl", DrillDrawing.Write(LocatingHoles(design), plated: false, routedSlots: false));
        foreach (var (path, text) in Tables(design))
        {
            yield return new($"{design.Key}/{path}", Encoding.UTF8.GetBytes(text));
        }

        if (design.Firmware is not null)
        {
            yield return new($"{design.Key}/firmware/{design.Key}.bin", design.Firmware);
        }
    }

    private static Wiring Wire(ModuleDesign design)
    {
        var items = new List<Item>();
        var terminals = new SortedDictionary<string, List<(Spot, Copper?)>>(StringComparer.Ordinal);
        void Terminal(string net, Spot at, Copper? layer)
        {
            if (!terminals.TryGetValue(net, out var list))
            {
                terminals[net] = list = [];
            }

            list.Add((at, layer));
        }

        foreach (var (part, pad) in Pads(design))
        {
            var at = part.Place(pad.At);
            var (width, height) = Size(part, pad);
            var net = pad.Plated ? part.Nets.GetValueOrDefault(pad.Number) : null;
            Copper? layer = pad.Drill > 0 ? null : Copper.Front;
            // An unplated hole keeps tracks away as a disc of its own size and a little.
            items.Add(pad.Plated ? new Land(net, layer, Frame.Around(at, width, height)) : new Segment(null, null, at, at, pad.Drill + Mm(0.2)));
            if (net is not null)
            {
                Terminal(net, at, layer);
            }
        }

        foreach (var socket in design.Sockets)
        {
            var stub = Stub(design, socket);
            items.Add(stub);
            Terminal(socket.Net, stub.To, socket.Layer);
        }

        var holes = Pads(design).Where(pair => pair.Pad.Drill > 0).Select(pair => (pair.Part.Place(pair.Pad.At), pair.Pad.Drill + pair.Pad.Slot)).ToList();
        var nets = terminals.Where(net => net.Value.Count > 1).Select(net => (net.Key, (IReadOnlyList<(Spot, Copper?)>)net.Value)).ToList();
        return new MazeRouter(design.Zone, items, holes, design.ClearOfCopper ?? []).Route(nets);
    }

    // From the socket on the zone's border straight inwards.
    private static Segment Stub(ModuleDesign design, Socket socket)
    {
        var (zone, at, length) = (design.Zone, socket.At, Mm(StubMm));
        var inwards = at switch
        {
            _ when at.X == zone.Left => new Spot(length, 0),
            _ when at.X == zone.Right => new Spot(-length, 0),
            _ when at.Y == zone.Top => new Spot(0, -length),
            _ when at.Y == zone.Bottom => new Spot(0, length),
            _ => throw new InvalidOperationException($"socket {socket.Name} of {design.Name} is not on the zone's border"),
        };
        return new Segment(socket.Net, socket.Layer, at, at + inwards, Mm(MazeRouter.TrackMm));
    }

    private static byte[] CopperLayer(ModuleDesign design, Wiring wiring, Copper layer)
    {
        var sheet = Sheet(design, layer == Copper.Front ? "Copper,L1,Top" : "Copper,L2,Bot", "Positive");
        foreach (var (part, pad) in Pads(design).Where(pair => pair.Pad.Plated && (layer == Copper.Front || pair.Pad.Drill > 0)))
        {
            var (width, height) = Size(part, pad);
            sheet.Attributes($".P,{part.Reference},{pad.Number}", $".N,{part.Nets.GetValueOrDefault(pad.Number) ?? "N/C"}");
            sheet.Flash(part.Place(pad.At), GerberDrawing.Aperture(pad.Shape, width, height), PadFunction(pad));
        }

        foreach (var (socket, number) in design.Sockets.Select((socket, i) => (socket, i + 1)).Where(pair => pair.socket.Layer == layer))
        {
            sheet.Attributes($".P,GS{number},1,{socket.Name}", $".N,{socket.Net}");
            sheet.Flash(socket.At, GerberDrawing.Circle(Mm(SocketMm)), "SMDPad,CuDef");
        }

        foreach (var via in wiring.Vias)
        {
            sheet.Attributes($".N,{via.Net}");
            sheet.Flash(via.From, GerberDrawing.Circle(via.Width), "ViaPad");
        }

        foreach (var track in design.Sockets.Select(socket => Stub(design, socket)).Concat(wiring.Tracks).Where(track => track.On(layer)))
        {
            sheet.Attributes($".N,{track.Net}");
            sheet.Draw([track.From, track.To], track.Width, "Conductor");
        }

        return sheet.Finish();
    }

    private static string PadFunction(Pad pad) => pad switch
    {
        { Drill: > 0 } => "ComponentPad",
        { Paste: false } => "ConnectorPad",
        _ => "SMDPad,CuDef",
    };

    private static byte[] Mask(ModuleDesign design, Copper layer)
    {
        var sheet = Sheet(design, layer == Copper.Front ? "Soldermask,Top" : "Soldermask,Bot", "Negative");
        foreach (var (part, pad) in Pads(design).Where(pair => layer == Copper.Front || pair.Pad.Drill > 0))
        {
            var (width, height) = pad.Plated ? Size(part, pad) : (pad.Drill, pad.Drill);
            sheet.Attributes($".C,{part.Reference}");
            sheet.Flash(part.Place(pad.At), GerberDrawing.Aperture(pad.Shape, width, height, Mm(MaskMarginMm)));
        }

        return sheet.Finish();
    }

    private static byte[] Paste(ModuleDesign design)
    {
        var sheet = Sheet(design, "Paste,Top", "Positive");
        foreach (var (part, pad) in Pads(design).Where(pair => pair.Pad.Drill == 0 && pair.Pad.Paste))
        {
            var (width, height) = Size(part, pad);
            sheet.Attributes($".C,{part.Reference}");
            sheet.Flash(part.Place(pad.At), GerberDrawing.Aperture(pad.Shape, width, height));
        }

        return sheet.Finish();
    }

    private static byte[] Legend(ModuleDesign design)
    {
        var sheet = Sheet(design, "Legend,Top", "Positive");
        foreach (var label in design.Labels)
        {
            foreach (var stroke in StrokeFont.Write(label.Text, label.At, Mm(label.Height), Mm(0.15)))
            {
                sheet.Draw(stroke.Points, stroke.Width);
            }
        }

        foreach (var part in design.Parts)
        {
            sheet.Attributes($".C,{part.Reference}");
            foreach (var stroke in part.Footprint.Legend)
            {
                sheet.Draw([.. stroke.Points.Select(part.Place)], stroke.Width);
            }
        }

        return sheet.Finish();
    }

    private static byte[] Fabrication(ModuleDesign design)
    {
        var sheet = Sheet(design, "AssemblyDrawing,Top", null);
        foreach (var part in design.Parts)
        {
            sheet.Attributes($".C,{part.Reference}");
            sheet.Draw([.. part.Footprint.Body.Corners.Select(part.Place)], Mm(0.1));
            foreach (var stroke in StrokeFont.Write(part.Reference, part.At, Mm(0.6), Mm(0.08)))
            {
                sheet.Draw(stroke.Points, stroke.Width);
            }
        }

        return sheet.Finish();
    }

    private static byte[] Outline(ModuleDesign design)
    {
        var sheet = Sheet(design, "Profile,NP", null);
        sheet.Draw(design.Outline ?? design.Zone.Grown(Mm(0.5)).Corners, Mm(0.05), "Profile");
        return sheet.Finish();
    }

    private static byte[] Sockets(ModuleDesign design)
    {
        var sheet = Sheet(design, "Other,User", null);
        sheet.Draw(design.Zone.Corners, Mm(0.1));
        foreach (var (socket, number) in design.Sockets.Select((socket, i) => (socket, i + 1)))
        {
            sheet.Attributes($".C,GS{number}");
            sheet.Dot(socket.At, 999);
            for (var i = 0; i < socket.Name.Length; i++)
            {
                sheet.Dot(socket.At, (i + 1) * 1000 + socket.Name[i]);
            }
        }

        return sheet.Finish();
    }

    private static IEnumerable<Hole> PlatedHoles(ModuleDesign design, Wiring wiring)
    {
        var vias = wiring.Vias.Select(via => new Hole(via.From, via.From, Mm(MazeRouter.ViaDrillMm), Via: true));
        return vias.Concat(Pads(design).Where(pair => pair.Pad is { Drill: > 0, Plated: true }).Select(pair => HoleOf(pair.Part, pair.Pad)));
    }

    private static IEnumerable<Hole> LocatingHoles(ModuleDesign design) =>
        Pads(design).Where(pair => pair.Pad is { Drill: > 0, Plated: false }).Select(pair => HoleOf(pair.Part, pair.Pad));

    private static Hole HoleOf(Part part, Pad pad)
    {
        var half = pad.Width >= pad.Height ? new Spot(pad.Slot / 2, 0) : new Spot(0, pad.Slot / 2);
        return new Hole(part.Place(new Spot(pad.At.X - half.X, pad.At.Y - half.Y)), part.Place(pad.At + half), pad.Drill, Via: false);
    }

    private static IEnumerable<(string Path, string Text)> Tables(ModuleDesign design)
    {
        var placed = design.Parts.Where(part => part.Lcsc.Length > 0).OrderBy(part => part.Reference, StringComparer.Ordinal).ToList();
        var bom = new StringBuilder("\"Value\",\"Reference\",\"Package\",\"LCSC Part\"\n");
        foreach (var group in placed.GroupBy(part => (part.Value, part.Footprint.Package, part.Lcsc)))
        {
            bom.Append(CultureInfo.InvariantCulture,
                $"\"{group.Key.Value}\",\"{string.Join(',', group.Select(part => part.Reference))}\",\"{group.Key.Package}\",\"{group.Key.Lcsc}\"\n");
        }

        var cpl = new StringBuilder("Ref,Val,Package,PosX,PosY,Rot,Side\n");
        foreach (var part in placed)
        {
            cpl.Append(CultureInfo.InvariantCulture,
                $"\"{part.Reference}\",\"{part.Value}\",\"{part.Footprint.Package}\",{part.At.X / 1e6:F6},{part.At.Y / 1e6:F6},{part.Rotation:F6},top\n");
        }

        if (placed.Count > 0)
        {
            yield return ($"assembly/BOM_{design.Key}.csv", bom.ToString());
            yield return ($"assembly/CPL_{design.Key}-top-pos.csv", cpl.ToString());
        }

        yield return ($"{design.Key}.json", Metadata(design));
    }

    private static string Metadata(ModuleDesign design) => JsonSerializer.Serialize(
        new
        {
            name = design.Name,
            version = design.Version,
            displayName = design.DisplayName,
            description = design.Description,
            jacdac = design.Jacdac,
            size = new
            {
                width = (design.Zone.Right - design.Zone.Left) / 1_000_000m,
                height = (design.Zone.Top - design.Zone.Bottom) / 1_000_000m,
                depth = 0,
            },
            designer = new { name = "MakeDevice.Functions", company = "" },
            functionality = design.Functionality,
            type = "virtual",
            mcuPartNumber = design.Mcu,
            publishSchematic = false,
            designRules = new { canExtendToBoardEdge = design.CanExtendToBoardEdge, minimumClearance = (double?)null },
        },
        Indented) + "\n";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static IEnumerable<(Part Part, Pad Pad)> Pads(ModuleDesign design) =>
        design.Parts.SelectMany(part => part.Footprint.Pads.Select(pad => (part, pad)));

    private static (long Width, long Height) Size(Part part, Pad pad) =>
        part.Rotation % 180 == 0 ? (pad.Width, pad.Height) : (pad.Height, pad.Width);

    private static GerberDrawing Sheet(ModuleDesign design, string function, string? polarity) =>
        new(design.Name, design.Version, function, polarity);
}
