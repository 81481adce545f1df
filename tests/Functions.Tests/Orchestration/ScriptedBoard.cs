using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;

namespace MakeDevice.Functions.Tests.Orchestration;

/// <summary>
/// A board that needs several rounds: activities as pure functions of their input, so that any order and any repetition must lead to the same
/// end. In every round each side's last pending batch loses until <see cref="Rounds"/> are over.
/// </summary>
internal sealed class ScriptedBoard
{
    public int Batches { get; init; } = 4;

    public int Rounds { get; init; } = 3;

    public JobIssue[] VerifyIssues { get; init; } = [];

    public JobIssue[] PrepareIssues { get; init; } = [];

    public int Unconnected { get; init; }

    public StageStop? PrepareStop { get; init; }

    public static readonly string[] Artifacts = ["b-F_Cu.gtl", "b-B_Cu.gbl", "b-PTH.drl"];

    public object? Run(string name, object task) => name switch
    {
        ActivityNames.Prepare => Prepare(),
        ActivityNames.RouteBatch => Route((BatchTask)task),
        ActivityNames.MergeRound => Merge((MergeTask)task),
        ActivityNames.RenderPreview => new Rendered(((PreviewTask)task).Version),
        ActivityNames.Repair => Repair((RepairTask)task),
        ActivityNames.Verify => new Verified(VerifyIssues, VerifyIssues.Length > 0 ? ["m1"] : [], []),
        ActivityNames.Fabricate => new Fabricated(((FabricateTask)task).Name),
        ActivityNames.Package => new Packaged("b.zip"),
        ActivityNames.KeepPartial => true,
        ActivityNames.IsAbandoned => false,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private Prepared Prepare() => PrepareStop is { } stop
        ? new Prepared { Stop = stop }
        : new Prepared
        {
            Key = "k",
            Left = Side("left", 0, Batches),
            Right = Side("right", 0, Batches),
            LeftBatches = Batches,
            RightBatches = Batches,
            Artifacts = Artifacts,
            Issues = PrepareIssues,
            PreviewVersion = 1,
        };

    private static RoutedBatch Route(BatchTask task)
    {
        Assert.Equal($"{task.Side}-{task.Round}", task.State);
        return new RoutedBatch($"{task.Side}-{task.Round}-{task.Batch}");
    }

    private SideRound Merge(MergeTask task)
    {
        Assert.Equal($"{task.Side}-{task.Round}", task.State);
        var pending = task.Round == 0 ? Batches : Batches - task.Round;
        Assert.Equal(Enumerable.Range(0, pending).Select(b => $"{task.Side}-{task.Round}-{b}"), task.Results);
        return Side(task.Side, task.Round + 1, task.Round + 1 >= Rounds ? 0 : Batches - task.Round - 1);
    }

    private Repaired Repair(RepairTask task)
    {
        Assert.Equal(($"left-{Rounds}", $"right-{Rounds}"), (task.Left, task.Right));
        return new Repaired(12.5, 3, Unconnected);
    }

    private SideRound Side(string side, int round, int pending) =>
        new($"{side}-{round}", round, 10 * Batches, 10 * (Batches - pending), pending, [.. Enumerable.Range(0, pending)]);
}
