using MakeDevice.Functions.Jobs;

namespace MakeDevice.Functions.Activities;

// What travels between the orchestrator and its activities: numbers of files and small counts, never their content.

/// <param name="Previous">Id of the job whose routing this one begins with; null for none.</param>
/// <param name="IsRouted">The copper came with the job, and need not be routed.</param>
/// <param name="InPlaceSeconds">How long the routing may take to be done here, and the rest of the job with it; 0 to share it out in any case.</param>
public sealed record PrepareTask(bool Reuse, string? Previous = null, bool IsRouted = false, double InPlaceSeconds = 0);

/// <summary>What the orchestrator must know of a job that was read and checked, whatever it makes.</summary>
public abstract record PreparedJob : IStageResult
{
    /// <summary>Content key of the input; later stages refuse another.</summary>
    public string Key { get; init; } = "";

    /// <summary>When the job's first activity began, UTC: from then on its time is counted.</summary>
    public DateTime Begun { get; init; }

    /// <summary>Problems that do not stop the job.</summary>
    public JobIssue[] Issues { get; init; } = [];

    /// <summary>The result, where an earlier job already made it.</summary>
    public JobResult? Reused { get; init; }

    public StageStop? Stop { get; init; }
}

/// <summary>A planned board.</summary>
public sealed record Prepared : PreparedJob
{
    /// <summary>The step of the routing that comes next; one without items where the copper came with the job, or where all is routed and only to be brought to its end.</summary>
    public RoutingProgress Step { get; init; } = RoutingProgress.None;

    /// <summary>The board, where it was routed and checked in place; null where <see cref="Step"/> comes next.</summary>
    public CheckedBoard? Board { get; init; }

    /// <summary>The package of a <see cref="Board"/> that was made in place, too.</summary>
    public string? Artifact { get; init; }

    public int PreviewVersion { get; init; }

    /// <summary>True where the routing begins with an earlier job's.</summary>
    public bool HasPrevious { get; init; }

    /// <summary>True for a board that is expected to take long: small ones overtake it.</summary>
    public bool IsLong { get; init; }
}

/// <summary>A step of the routing: what can be done at once, and how far the sides are.</summary>
/// <param name="Step">Its number, from 0: names its files.</param>
/// <param name="Items">Items of work, the greatest first; none where the routing is over.</param>
public sealed record RoutingProgress(int Step, RoutingItem[] Items, SidesStatus Sides)
{
    public static readonly RoutingProgress None = new(0, [], new(SideStatus.None, SideStatus.None));
}

/// <param name="Part">Its part of the step's work, 0 to 1.</param>
public sealed record RoutingItem(int Index, double Part);

/// <param name="Step">The step's number.</param>
/// <param name="Item">The item's index.</param>
public sealed record RouteTask(int Step, int Item);

public sealed record Routed : IStageResult
{
    public StageStop? Stop { get; init; }
}

/// <param name="Step">The step whose items are done.</param>
/// <param name="Items">Their indices.</param>
/// <param name="PreviewVersion">Version of the picture that is drawn of what there is then.</param>
/// <param name="KeepState">Keep the routing state for later jobs to begin with.</param>
/// <param name="IsRouted">There is no step: the copper came with the job.</param>
public sealed record AdvanceTask(string Key, int Step, int[] Items, int PreviewVersion, bool KeepState, bool IsRouted = false);

/// <summary>The next step; or, where the routing is over, what the board has become.</summary>
public sealed record Advanced : IStageResult
{
    public RoutingProgress? Next { get; init; }

    public CheckedBoard? Board { get; init; }

    public StageStop? Stop { get; init; }
}

/// <summary>A routed, finished and checked board.</summary>
/// <param name="Sides">How far the sides came.</param>
/// <param name="Rerouted">It came from an earlier job's routing.</param>
/// <param name="Issues">Empty for a sound board.</param>
/// <param name="FileGroups">The package's files, in groups that are each worth an activity; a single group is made where it is packed.</param>
/// <param name="Warnings">What is in doubt of a sound board; null in what an earlier version wrote.</param>
public sealed record CheckedBoard(
    SidesStatus Sides,
    double LengthMm,
    int Vias,
    int Unconnected,
    bool Rerouted,
    JobIssue[] Issues,
    string[] FailedModuleIds,
    string[] SucceededModuleIds,
    string[][] FileGroups,
    JobIssue[]? Warnings = null)
{
    /// <summary>All that the check has to tell.</summary>
    public IEnumerable<JobIssue> Told => [.. Issues, .. Warnings ?? []];

    /// <summary>What the job has become, but for its package.</summary>
    /// <param name="issues">Of the whole job.</param>
    /// <param name="previewVersion">Of the picture of this copper.</param>
    public JobResult ToResult(IReadOnlyList<JobIssue> issues, int previewVersion)
    {
        var total = Sides.Left.Sockets + Sides.Right.Sockets;
        var result = new JobResult
        {
            Status = Unconnected > 0 ? JobOutcome.NotRouted : Issues.Length > 0 ? JobOutcome.NotVerified : JobOutcome.Done,
            Sockets = new SocketCount(total, Math.Max(0, total - Unconnected)),
            Copper = new CopperCount(LengthMm, Vias),
            PreviewVersion = previewVersion,
            Rerouted = Rerouted,
            FailedModuleIds = FailedModuleIds,
            SucceededModuleIds = SucceededModuleIds,
        };
        return result.With(issues);
    }
}

public sealed record FabricateTask(string Key, string[] Names);

public sealed record Fabricated : IStageResult
{
    public StageStop? Stop { get; init; }
}

/// <param name="Names">Files of the package.</param>
/// <param name="AreMade">They are among the job's artifacts already; false where they are made here.</param>
/// <param name="Record">Offer the result to later jobs with the same content key.</param>
public sealed record PackageTask(string Key, string[] Names, bool AreMade, JobResult Result, bool Record = true);

public sealed record Packaged(string Artifact) : IStageResult
{
    public StageStop? Stop { get; init; }
}

public sealed record AbandonedTask(double PatienceSeconds);

/// <param name="Reason">One of <see cref="JobOutcome"/>.</param>
public sealed record StopTask(string Reason);
