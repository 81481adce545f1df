using System.Globalization;
using System.Text;

namespace MakeDevice.Benchmarks;

/// <summary>All boards under one rule of each kind, in both topologies: how many are completed and sound, and what the rule costs.</summary>
internal static class OptionTable
{
    private static readonly (string Name, string Rule)[] Options =
    [
        ("none", ""),
        ("pour on both layers", """ "pour":{} """),
        ("keep-out of 1 mm along the edge", """ "edgeKeepOut":1 """),
        ("mounting holes of 2.2 mm", """ "mountingHoles":{"diameter":2.2} """),
        ("power nets 0.5 mm wide", $$""" "netClasses":[{{{Power}},"trackWidth":0.5}] """),
        ("data nets 0.2 mm apart", $$""" "netClasses":[{{{Data}},"clearance":0.2}] """),
        ("data nets in the other topology", $$""" "netClasses":[{{{Data}},"topology":"OTHER"}] """),
        ("all of these, holes aside", $$""" "pour":{},"edgeKeepOut":1,"netClasses":[{{{Power}},"trackWidth":0.5},{{{Data}},"clearance":0.2,"topology":"OTHER"}] """),
    ];

    private const string Power = """ "nets":["GND","+3V3","VCC","JD_GND","JD_PWR"] """, Data = """ "nets":["SDA","SCL","JD_DATA","BUS"] """;

    /// <param name="show">Told every row as soon as it is known.</param>
    public static string Make(Action<string> show)
    {
        var text = new StringBuilder();
        void Write(string piece)
        {
            text.Append(piece);
            show(piece);
        }

        RuledBoard.WarmUp();
        Write("| rule, on all boards at 0.25 mm | bus: completed | findings | copper mm | vias | CPU ms | tree: completed | findings | copper mm | vias | CPU ms |\n");
        Write("|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var (name, rule) in Options)
        {
            Write($"| {name} {Cells(rule, "bus", "tree")}{Cells(rule, "tree", "bus")}|\n");
        }

        return text.ToString();
    }

    private static string Cells(string rule, string topology, string other)
    {
        var separator = rule.Length == 0 ? "" : ",";
        var rules = $$"""{"topology":"{{topology}}"{{separator}}{{rule.Replace("OTHER", other, StringComparison.Ordinal)}}}""";
        RuledBoard[] boards = [.. Boards.All().Select(board => RuledBoard.Route(board, rules))];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {boards.Count(board => board.Open == 0)} of {boards.Length} | {boards.Sum(board => board.Findings)} | {boards.Sum(board => board.Millimetres):0} | {boards.Sum(board => board.Vias)} | {boards.Sum(board => board.Cpu) * 1e3:0} ");
    }
}
