using System.Text;
using MakeDevice.Command;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>What a pour of GND costs and is worth: every board with and without one, in turns, each job and stage on one worker.</summary>
internal static class PourTable
{
    private const string Without = """{"pour":false}""", With = """{"pour":{}}""";

    /// <param name="boards">Names of boards; all where none is named.</param>
    /// <param name="seconds">Processor time for which each job and stage is repeated.</param>
    /// <param name="show">Told every row as soon as it is known.</param>
    public static string Make(IReadOnlyList<string> boards, double seconds, Action<string> show)
    {
        var text = new StringBuilder();
        void Write(string piece)
        {
            text.Append(piece);
            show(piece);
        }

        Write("| board | job CPU ms without, with | more | routing and finishing | verifying | fabricating | zip KB | vias that stitch | worst GND mΩ | names left out |\n");
        Write("|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var board in Boards.All().Where(board => boards.Count == 0 || boards.Contains(board.Name)))
        {
            Write(Row(board, seconds));
        }

        return text.ToString();
    }

    private static string Row(BenchmarkBoard source, double seconds)
    {
        var (without, with) = (new Arm(source, Without), new Arm(source, With));
        var jobs = Turns.LeastCpu(seconds, without.Job, with.Job);
        var stages = Turns.LeastCpu(seconds, without.Route, with.Route, without.Verify, with.Verify, without.Fabricate, with.Fabricate);
        return FormattableString.Invariant(
            $"| {source.Name} | {jobs[0]:0.0}, {jobs[1]:0.0} | {100 * (jobs[1] / jobs[0] - 1):0} % | {stages[0]:0.0}, {stages[1]:0.0} | {stages[2]:0.0}, {stages[3]:0.0} | {stages[4]:0.0}, {stages[5]:0.0} | {without.Kilobytes}, {with.Kilobytes} | {with.Stitches} | {without.WorstMilliohms}, {with.WorstMilliohms} | {without.LeftOut}, {with.LeftOut} |\n");
    }

    /// <summary>A board by one of both rules.</summary>
    private sealed class Arm
    {
        private readonly byte[] _json;
        private readonly byte[] _rules;
        private readonly JobRunner _runner;
        private readonly PlacedBoard _board;
        private readonly BoardPlan _plan;
        private readonly RoutedBoard _routed;

        public Arm(BenchmarkBoard source, string rules)
        {
            (_json, _rules) = (File.ReadAllBytes(source.Project), Encoding.UTF8.GetBytes(rules));
            var library = new FolderModuleLibrary(source.Modules);
            _runner = new(library, 1);
            _board = source.Place(library, DesignRulesReader.Read("", _rules).Rules!);
            _plan = BoardStages.PlanInMemory(_board);
            _routed = BoardStages.Route(_plan, 1, null, CancellationToken.None);
        }

        public int Kilobytes => Outcome().Zip!.Length / 1000;

        public int Stitches => _routed.Vias.Count(via => via.IsStitch);

        public int LeftOut => BoardCopper.Of(_board, _routed).Legend.LeftOut.Length;

        public string WorstMilliohms => BoardCopper.Of(_board, _routed).Electrical.Nets.FirstOrDefault(net => net.Net == "GND")?.Worst?.Ohms is { } ohms
            ? FormattableString.Invariant($"{1e3 * ohms:0}")
            : "";

        public void Job() => Outcome();

        public void Route() => BoardStages.Route(_plan, 1, null, CancellationToken.None);

        /// <summary>Of copper that nothing is known of yet.</summary>
        public void Verify() => BoardStages.Verify(_board, _routed with { });

        /// <inheritdoc cref="Verify"/>
        public void Fabricate()
        {
            var fresh = _routed with { };
            foreach (var name in BoardStages.ArtifactNames(_board))
            {
                BoardStages.Fabricate(_board, fresh, name);
            }
        }

        private RouteOutcome Outcome() => _runner.RunAsync(_json, _rules, new RunningRoute(), CancellationToken.None).GetAwaiter().GetResult();
    }
}
