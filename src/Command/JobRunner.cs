using System.Collections.Immutable;
using System.Diagnostics;
using MakeDevice.Routing;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Command;

/// <summary>
/// Runs the core's stages in this process: both sides and their batches over a number of workers, then verification and
/// every file of the package at once. The result does not depend on the number of workers.
/// </summary>
/// <param name="workers">Most threads at work at a time, at least 1.</param>
internal sealed class JobRunner(IModuleLibrary library, int workers)
{
    /// <summary>The routing state of an earlier job, to begin with; null to route from scratch.</summary>
    public byte[]? Previous { get; init; }

    /// <summary>Told every round of routing; null for nobody.</summary>
    public TraceFolder? Trace { get; init; }

    /// <summary>True where the outcome shall have the routing state, for a later job to begin with.</summary>
    public bool KeepState { get; init; }

    /// <summary>Copper that was routed elsewhere, as <see cref="BoardStages.ReadRoute"/> reads it: checked and packed instead of routing; null to route.</summary>
    public byte[]? MadeElsewhere { get; init; }

    /// <summary>A house's rotation offsets, see <see cref="RotationOffsetsReader"/>; empty for none.</summary>
    public ReadOnlyMemory<byte> RotationOffsets { get; init; }

    /// <param name="project">The project's bytes, untrusted.</param>
    /// <param name="rules">A rules file's bytes; empty where there is none.</param>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was made.</exception>
    public async Task<RouteOutcome> RunAsync(
        ReadOnlyMemory<byte> project, ReadOnlyMemory<byte> rules, RunningRoute progress, CancellationToken cancellationToken)
    {
        var clock = new StageClock();
        var (board, issues) = await BoardStages.ReadBoardAsync(new(project) { Rules = rules, RotationOffsets = RotationOffsets }, library, cancellationToken).ConfigureAwait(false);
        clock.Lap((seconds, lap) => seconds with { Read = lap });
        if (board is null)
        {
            return new(RouteStatus.Invalid, issues, clock.Seconds);
        }

        if (MadeElsewhere is not null)
        {
            var (made, faults) = BoardStages.ReadRoute(board, MadeElsewhere);
            issues = issues.AddRange(faults);
            return made is null ? new(RouteStatus.Invalid, issues, clock.Seconds, board) : Make(project, board, made, issues, clock, cancellationToken);
        }

        progress.Phase = RoutePhase.Plan;
        var plan = BoardStages.PlanInMemory(board);
        issues = issues.AddRange(plan.Issues);
        clock.Lap((seconds, lap) => seconds with { Plan = lap });
        if (!plan.CanRoute)
        {
            return new(RouteStatus.Invalid, issues, clock.Seconds, board);
        }

        progress.Phase = RoutePhase.Route;
        Action<RouteProgress> tell = progress.Report;
        if (Trace is not null)
        {
            Trace.Begin(board);
            tell += Trace.Add;
        }

        var routed = BoardStages.Route(plan, Previous, workers, tell, cancellationToken);
        Trace?.Write(routed.Routed);
        clock.Lap((seconds, lap) => seconds with { Route = lap });

        progress.Phase = RoutePhase.Verify;
        var outcome = Make(project, board, routed.Routed, issues, clock, cancellationToken);
        progress.Phase = RoutePhase.Done;
        return outcome with { IsRerouted = routed.IsRerouted, State = KeepState ? routed.State() : null };
    }

    /// <summary>Verifies and, for a board that is routed, fabricates at the same time; a fault throws the files away.</summary>
    private RouteOutcome Make(
        ReadOnlyMemory<byte> project, PlacedBoard board, RoutedBoard routed, ImmutableArray<Issue> issues, StageClock clock, CancellationToken cancellationToken)
    {
        var names = routed.Unconnected.IsEmpty ? BoardStages.ArtifactNames(board) : [];
        var files = new Artifact[names.Length];
        var check = new BoardVerification([], [], []);
        var verified = TimeSpan.Zero;
        var start = Stopwatch.GetTimestamp();
        var explanation = MadeElsewhere is null ? BoardStages.Explain(board, routed, cancellationToken) : null;
        Parallel.For(0, names.Length + 1, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken }, i =>
        {
            if (i == 0)
            {
                check = BoardStages.Verify(board, routed, explanation, cancellationToken);
                verified = Stopwatch.GetElapsedTime(start);
            }
            else
            {
                files[i - 1] = BoardStages.Fabricate(board, routed, names[i - 1]);
            }
        });

        issues = issues.AddRange(check.Issues).AddRange(check.Warnings).AddRange(BoardStages.PackageIssues(board));
        var status = !routed.Unconnected.IsEmpty ? RouteStatus.NotRouted : check.Issues.IsEmpty ? RouteStatus.Done : RouteStatus.NotVerified;
        ImmutableArray<Artifact> package = status == RouteStatus.Done ? [.. files, new Artifact("report.json", check.Report), new Artifact(BoardStages.ProjectFile, project)] : [];
        var zip = package.IsEmpty ? null : BoardStages.Package(package);
        var gerbers = package.IsEmpty ? null : BoardStages.GerberPackage(board, package);
        clock.Lap((seconds, lap) => seconds with { Verify = verified.TotalSeconds, Fabricate = names.IsEmpty ? 0 : lap });
        return new(status, issues, clock.Seconds, board, routed, package, zip, explanation) { Gerbers = gerbers, Report = check.Report };
    }

    /// <summary>Measures the stages one after the other.</summary>
    private sealed class StageClock
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private long _lap = Stopwatch.GetTimestamp();

        public StageSeconds Seconds { get; private set; } = new();

        public void Lap(Func<StageSeconds, double, StageSeconds> record)
        {
            var now = Stopwatch.GetTimestamp();
            Seconds = record(Seconds, Stopwatch.GetElapsedTime(_lap, now).TotalSeconds) with
            {
                Total = Stopwatch.GetElapsedTime(_start, now).TotalSeconds,
            };
            _lap = now;
        }
    }
}
