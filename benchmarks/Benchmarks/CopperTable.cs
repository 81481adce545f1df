using System.Globalization;
using System.Text;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>Copper and vias of the predecessor's boards beside its own (buses) and the best rival's (trees). Clean is what verification calls so.</summary>
internal static class CopperTable
{
    private sealed record Copper(double Millimetres, int Vias, bool Clean);

    public static (string Text, string Plot) Make()
    {
        var text = new StringBuilder();
        text.Append("| board | bus: clean | copper mm | predecessor | change | vias | predecessor | tree: clean | copper mm | best rival | change | vias | best rival | rival |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        var bars = new List<(string Name, double Bus, double? Tree)>();
        foreach (var board in Boards.All().Where(board => Predecessor.Boards.ContainsKey(board.Name)))
        {
            var old = Predecessor.Boards[board.Name];
            var rival = Rivals.Best(board.Name);
            var bus = Route(board, Topology.Bus);
            var tree = Route(board, Topology.Tree);
            text.Append(CultureInfo.InvariantCulture, $"| {board.Name} | {Clean(bus)} | {bus.Millimetres:0} | {old.CopperMillimetres} | {Change(bus.Millimetres, old.CopperMillimetres)} | {bus.Vias} | {old.Vias} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Clean(tree)} | {tree.Millimetres:0} | {rival?.CopperMillimetres} | {(rival is null ? "" : Change(tree.Millimetres, rival.CopperMillimetres))} | {tree.Vias} | {rival?.Vias} | {Name(rival)} |\n");
            bars.Add((board.Name, bus.Millimetres / old.CopperMillimetres, rival is null ? null : tree.Millimetres / rival.CopperMillimetres));
        }

        return (text.ToString(), Plot(bars));
    }

    private static Copper Route(BenchmarkBoard source, Topology topology)
    {
        var board = source.Place(rules: DesignRules.Default with { Topology = topology });
        var routed = BoardStages.Route(BoardStages.PlanInMemory(board), Environment.ProcessorCount, null, CancellationToken.None);
        return new(routed.CopperLength / 1e6, routed.Vias.Length, BoardStages.Verify(board, routed).Issues.IsEmpty);
    }

    private static string Clean(Copper copper) => copper.Clean ? "yes" : "no";

    private static string Change(double ours, double theirs) => ((ours / theirs) - 1).ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture);

    private static string Name(RivalFigures? rival) => rival switch
    {
        null => "",
        { Clean: true } => rival.Router,
        _ => $"{rival.Router}, not clean",
    };

    private static string Plot(List<(string Name, double Bus, double? Tree)> boards)
    {
        const int Width = 640, Left = 70, Row = 44, Top = 60, Full = 420;
        var svg = new Svg(Width, Top + (boards.Count * Row) + 40, "Copper, as a share of the predecessor's (bus) and of the best rival's (tree)");
        var bottom = Top + (boards.Count * Row);
        foreach (var percent in new[] { 0, 25, 50, 75, 100, 125 })
        {
            var x = Left + (Full * percent / 100.0);
            svg.Line([(x, Top - 8), (x, bottom)], percent == 100 ? Svg.Ink : Svg.Grid, 1);
            svg.Label(x, bottom + 16, $"{percent} %", "middle");
        }

        for (var i = 0; i < boards.Count; i++)
        {
            var (name, bus, tree) = boards[i];
            var y = Top + (i * Row);
            svg.Label(Left - 8, y + 20, name, "end");
            Bar(svg, y, bus, "bus", 0);
            if (tree is { } share)
            {
                Bar(svg, y + 16, share, "tree", 1);
            }
        }

        return svg.ToString();

        static void Bar(Svg svg, double y, double share, string name, int colour)
        {
            svg.Bar(Left, y, Full * Math.Min(share, 1.3), 13, Svg.Colours[colour]);
            svg.Label(Left + 6, y + 10.5, string.Create(CultureInfo.InvariantCulture, $"{name} {share:P0}"), colour: "white", size: 11);
        }
    }
}
