using System.Globalization;
using System.Text;

namespace MakeDevice.SampleMaker;

/// <summary>A hole, or a slot where the ends differ.</summary>
internal sealed record Hole(Spot From, Spot To, long Diameter, bool Via);

/// <summary>Writes an Excellon file, metric and decimal, with X2 attributes in comments.</summary>
internal static class DrillDrawing
{
    /// <param name="routedSlots">Slots as routed G01 strokes; else as G85.</param>
    public static byte[] Write(IEnumerable<Hole> holes, bool plated, bool routedSlots)
    {
        var kind = plated ? "Plated,1,2,PTH" : "NonPlated,1,2,NPTH";
        var tools = holes
            .GroupBy(hole => (hole.Via, hole.Diameter, Slot: hole.From != hole.To))
            .OrderBy(tool => tool.Key.Slot).ThenByDescending(tool => tool.Key.Via).ThenBy(tool => tool.Key.Diameter)
            .ToList();
        var file = new StringBuilder("M48\n; DRILL file {MakeDevice SampleMaker}\n; FORMAT={-:-/ absolute / metric / decimal}\n");
        file.Append(CultureInfo.InvariantCulture, $"; #@! TF.FileFunction,{kind}\nFMAT,2\nMETRIC\n");
        for (var i = 0; i < tools.Count; i++)
        {
            var use = tools[i].Key.Via ? "ViaDrill" : "ComponentDrill";
            file.Append(CultureInfo.InvariantCulture, $"; #@! TA.AperFunction,{(plated ? "Plated,PTH" : "NonPlated,NPTH")},{use}\n");
            file.Append(CultureInfo.InvariantCulture, $"T{i + 1}C{Mm(tools[i].Key.Diameter)}\n");
        }

        file.Append("%\nG90\nG05\n");
        for (var i = 0; i < tools.Count; i++)
        {
            file.Append(CultureInfo.InvariantCulture, $"T{i + 1}\n");
            foreach (var hole in tools[i].OrderBy(hole => hole.From.X).ThenBy(hole => hole.From.Y))
            {
                file.Append(Text(hole, routedSlots));
            }
        }

        return Encoding.ASCII.GetBytes(file.Append("M30\n").ToString());
    }

    private static string Text(Hole hole, bool routed)
    {
        if (hole.From == hole.To)
        {
            return $"{At(hole.From)}\n";
        }

        return routed
            ? $"G00{At(hole.From)}\nM15\nG01{At(hole.To)}\nM16\nG05\n"
            : $"{At(hole.From)}G85{At(hole.To)}\n";
    }

    private static string At(Spot p) => $"X{Mm(p.X)}Y{Mm(p.Y)}";

    private static string Mm(long nanometres) => (nanometres / 1_000_000m).ToString("0.0##", CultureInfo.InvariantCulture);
}
