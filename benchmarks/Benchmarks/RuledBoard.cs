using System.Text;
using System.Text.Json.Nodes;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>What becomes of a board under the rules of a rules file.</summary>
/// <param name="Findings">What verification found in the final copper, warnings among it.</param>
/// <param name="Cpu">Planning and routing on one worker, least of its runs; seconds.</param>
internal sealed record RuledBoard(int Open, int Findings, double Millimetres, int Vias, double Cpu)
{
    /// <summary>Code that is not yet optimised would be measured as the first boards' slowness.</summary>
    public static void WarmUp()
    {
        for (var i = 0; i < 12; i++)
        {
            Route(Boards.All()[0], """{"grid":0.1}""");
            Route(Boards.All()[0], """{"topology":"tree"}""");
        }
    }

    /// <param name="rules">As a rules file gives them; they must be valid.</param>
    public static RuledBoard Route(BenchmarkBoard source, string rules)
    {
        var board = source.Place(rules: DesignRulesReader.Read("", Encoding.UTF8.GetBytes(rules)).Rules!);
        var routed = RoutedBoard.Empty;
        var cpu = LeastCpu(() => routed = BoardStages.Route(BoardStages.PlanInMemory(board), 1, null, CancellationToken.None));
        var report = JsonNode.Parse(BoardStages.Verify(board, routed).Report)!;
        return new(
            routed.Unconnected.Length,
            report["verification"]!["findings"]!.AsArray().Count,
            routed.CopperLength / 1e6,
            routed.Vias.Length,
            cpu);
    }

    /// <summary>A short run is repeated, a long one is not.</summary>
    private static double LeastCpu(Action run)
    {
        var (least, spent) = (double.PositiveInfinity, 0.0);
        while (spent < 0.2)
        {
            var start = Environment.CpuUsage.TotalTime;
            run();
            var seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            (least, spent) = (Math.Min(least, seconds), spent + seconds);
        }

        return least;
    }
}
