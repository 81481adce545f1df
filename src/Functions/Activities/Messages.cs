using MakeDevice.Functions.Jobs;

namespace MakeDevice.Functions.Activities;

// What travels between the orchestrator and its activities: names of files and small counts, never their content.

/// <summary>Why a job cannot go on; a repetition would end the same.</summary>
/// <param name="Status">One of <see cref="JobOutcome"/>.</param>
/// <param name="PreviewVersion">Version of a picture that was drawn all the same; 0 for none.</param>
public sealed record StageStop(string Status, JobIssue[] Issues, int PreviewVersion = 0);

/// <summary>An activity's answer: what it made, or why the job must stop.</summary>
public interface IStageResult
{
    StageStop? Stop { get; init; }
}

/// <summary>One side of the plan: its state's file and what is left to route.</summary>
/// <param name="State">File of the side's state.</param>
/// <param name="Pending">Batches that still have sockets to route.</param>
public sealed record SideRound(string State, int Round, int Sockets, int Connected, int Conflicts, int[] Pending) : IStageResult
{
    public static readonly SideRound Empty = new("", 0, 0, 0, 0, []);

    public StageStop? Stop { get; init; }
}

/// <summary>What the orchestrator must know of a planned job.</summary>
public sealed record Prepared : IStageResult
{
    /// <summary>Content key of the input, see <see cref="ContentKey"/>; later stages refuse another.</summary>
    public string Key { get; init; } = "";

    public SideRound Left { get; init; } = SideRound.Empty;

    public SideRound Right { get; init; } = SideRound.Empty;

    public int LeftBatches { get; init; }

    public int RightBatches { get; init; }

    /// <summary>Files that the fabrication package will hold.</summary>
    public string[] Artifacts { get; init; } = [];

    /// <summary>Problems that do not stop the job.</summary>
    public JobIssue[] Issues { get; init; } = [];

    public int PreviewVersion { get; init; }

    /// <summary>True where the sides began with an earlier job's routing.</summary>
    public bool HasPrevious { get; init; }

    /// <summary>The result, where an earlier job already made it.</summary>
    public JobResult? Reused { get; init; }

    public StageStop? Stop { get; init; }
}

/// <param name="Previous">Id of the job whose routing this one begins with; null for none.</param>
public sealed record PrepareTask(bool Reuse, string? Previous = null);

public sealed record BatchTask(string Side, int Round, int Batch, string State);

/// <param name="Result">File of the batch's result.</param>
public sealed record RoutedBatch(string Result) : IStageResult
{
    public StageStop? Stop { get; init; }
}

public sealed record MergeTask(string Side, int Round, string State, string[] Results);

/// <param name="Left">File of the left side's state; empty where <paramref name="Final"/>.</param>
/// <param name="Final">True for a picture of the finished copper.</param>
public sealed record PreviewTask(string Key, int Version, string Left, string Right, bool Final);

public sealed record Rendered(int Version) : IStageResult
{
    public StageStop? Stop { get; init; }
}

/// <param name="HasPrevious">The sides began with an earlier job's routing.</param>
/// <param name="KeepState">Keep the routing state for later jobs to begin with.</param>
public sealed record RepairTask(string Left, string Right, bool HasPrevious = false, bool KeepState = false);

/// <param name="Rerouted">It came from an earlier job's routing.</param>
public sealed record Repaired(double LengthMm, int Vias, int Unconnected, bool Rerouted = false) : IStageResult
{
    public StageStop? Stop { get; init; }
}

public sealed record VerifyTask(string Key);

/// <param name="Issues">Empty for a sound board.</param>
public sealed record Verified(JobIssue[] Issues, string[] FailedModuleIds, string[] SucceededModuleIds) : IStageResult
{
    public StageStop? Stop { get; init; }
}

public sealed record FabricateTask(string Key, string Name);

public sealed record Fabricated(string Name) : IStageResult
{
    public StageStop? Stop { get; init; }
}

/// <param name="Record">Offer the result to later jobs with the same content key.</param>
public sealed record PackageTask(string Key, string[] Names, JobResult Result, bool Record = true);

public sealed record Packaged(string Artifact) : IStageResult
{
    public StageStop? Stop { get; init; }
}

public sealed record AbandonedTask(double PatienceSeconds);

/// <param name="Reason">One of <see cref="JobOutcome"/>.</param>
public sealed record KeepPartialTask(string Reason);
