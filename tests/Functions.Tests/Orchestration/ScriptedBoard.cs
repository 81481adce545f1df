using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;

namespace MakeDevice.Functions.Tests.Orchestration;

/// <summary>
/// A board that needs several steps: activities as pure functions of their input, so that any order and any repetition must lead to the same
/// end. Every step has one item less than the one before.
/// </summary>
internal sealed class ScriptedBoard
{
    public int Items { get; init; } = 4;

    public int Steps { get; init; } = 3;

    public JobIssue[] VerifyIssues { get; init; } = [];

    public JobIssue[] PrepareIssues { get; init; } = [];

    public int Unconnected { get; init; }

    public StageStop? PrepareStop { get; init; }

    /// <summary>When the first activity says that it began.</summary>
    public DateTime Begun { get; init; } = ScriptedContext.Start;

    public string[][] FileGroups { get; init; } = [Artifacts];

    public static readonly string[] Artifacts = ["b-F_Cu.gtl", "b-B_Cu.gbl", "b-PTH.drl"];

    public object? Run(string name, object task) => name switch
    {
        ActivityNames.Prepare => Prepare(),
        ActivityNames.Route => Route((RouteTask)task),
        ActivityNames.Advance => Advance((AdvanceTask)task),
        ActivityNames.Fabricate => new Fabricated(),
        ActivityNames.Package => Package((PackageTask)task),
        ActivityNames.AskToStop or ActivityNames.KeepPartial => true,
        ActivityNames.IsAbandoned => false,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private Prepared Prepare() => PrepareStop is { } stop
        ? new Prepared { Stop = stop }
        : new Prepared { Key = "k", Begun = Begun, Step = Step(0), Issues = PrepareIssues, PreviewVersion = 1 };

    private Routed Route(RouteTask task)
    {
        Assert.InRange(task.Step, 0, Steps - 1);
        Assert.InRange(task.Item, 0, Items - task.Step - 1);
        return new Routed();
    }

    private Advanced Advance(AdvanceTask task)
    {
        Assert.Equal(Enumerable.Range(0, Items - task.Step), task.Items);
        return task.Step + 1 < Steps
            ? new Advanced { Next = Step(task.Step + 1) }
            : new Advanced { Board = new CheckedBoard(Sides(Steps), 12.5, 3, Unconnected, false, VerifyIssues, VerifyIssues.Length > 0 ? ["m1"] : [], [], FileGroups) };
    }

    private Packaged Package(PackageTask task)
    {
        Assert.Equal(FileGroups.SelectMany(group => group), task.Names);
        Assert.Equal(FileGroups.Length > 1, task.AreMade);
        return new Packaged("b.zip");
    }

    private RoutingProgress Step(int step) =>
        new(step, [.. Enumerable.Range(0, Items - step).Select(item => new RoutingItem(item, 1.0 / (Items - step)))], Sides(step));

    private SidesStatus Sides(int step)
    {
        var side = new SideStatus(Items, step, 10 * Items, 10 * Items * step / Steps, step);
        return new SidesStatus(side, side);
    }
}
