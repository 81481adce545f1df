using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;

namespace MakeDevice.Functions.Tests.Orchestration;

/// <summary>Panels end as boards do: done, cancelled, given up by their client, out of time, or invalid.</summary>
public sealed class MakePanelOrchestrationTests
{
    private static readonly string[][] Groups = [["copper_top.GTL", "PTH.drl"], ["copper_bottom.GBL"], ["outline_all.GM1"]];

    [Fact]
    public void A_panels_files_are_made_at_once_and_packed_with_what_is_to_be_told()
    {
        var context = Context(Run);
        var result = context.Run();
        Assert.Equal((JobOutcome.Done, "panel.zip"), (result.Status, result.Artifact));
        Assert.Equal("PANEL_FILE_UNUSED file=x error=y", Assert.Single(result.Issues));
        Assert.Equal((1, 3, 1), (context.CountOf(ActivityNames.PreparePanel), context.CountOf(ActivityNames.MakePanelFiles), context.CountOf(ActivityNames.PackagePanel)));
        var told = context.Statuses.Select(status => status.Status.Progress).ToList();
        Assert.Equal(told.Order(), told);
        Assert.Equal(100, told[^1]);
    }

    [Fact]
    public void A_panel_that_was_made_before_is_not_made_again()
    {
        var context = Context((name, task) => name == ActivityNames.PreparePanel
            ? new PreparedPanel { Begun = ScriptedContext.Start, Reused = new JobResult { Artifact = "panel.zip", Reused = true } }
            : Run(name, task));
        Assert.True(context.Run().Reused);
        Assert.Equal(0, context.CountOf(ActivityNames.MakePanelFiles));
    }

    [Fact]
    public void A_cancelled_panel_makes_no_further_file_and_packs_nothing()
    {
        ScriptedContext? context = null;
        context = Context((name, task) =>
        {
            if (name == ActivityNames.MakePanelFiles)
            {
                context!.Raise(JobEvents.Cancel);
                return new Fabricated { Stop = new StageStop(JobOutcome.Cancelled, []) };
            }

            return Run(name, task);
        });
        var result = context.Run();
        Assert.Equal((JobOutcome.Cancelled, "JOB_CANCELLED"), (result.Status, result.Issues[^1]));
        Assert.Equal(0, context.CountOf(ActivityNames.PackagePanel));
    }

    [Fact]
    public void A_panel_that_nobody_polls_is_given_up()
    {
        var context = Context((name, task) => name == ActivityNames.IsAbandoned ? true : Run(name, task), keepAlive: 60, hangs: ActivityNames.MakePanelFiles);
        Assert.Equal(JobOutcome.Cancelled, context.Run().Status);
    }

    [Fact]
    public void A_panel_that_cannot_be_made_ends_with_its_issues()
    {
        var context = Context((name, task) => name == ActivityNames.PreparePanel
            ? new PreparedPanel { Stop = new StageStop(JobOutcome.Invalid, ["PANEL_INVALID path=$ error=x"]) }
            : Run(name, task));
        var result = context.Run();
        Assert.Equal((JobOutcome.Invalid, "PANEL_INVALID path=$ error=x"), (result.Status, Assert.Single(result.Issues)));
    }

    private static ScriptedContext Context(Func<string, object, object?> activity, double keepAlive = 0, string? hangs = null) =>
        new(new JobInput(keepAlive, 600, 1, ReuseResults: true), activity) { Orchestrator = MakePanelOrchestration.RunAsync, Hangs = name => name == hangs };

    private static object? Run(string name, object task) => name switch
    {
        ActivityNames.PreparePanel => new PreparedPanel { Key = "k", Begun = ScriptedContext.Start, FileGroups = Groups, Issues = ["PANEL_FILE_UNUSED file=x error=y"] },
        ActivityNames.MakePanelFiles => new Fabricated(),
        ActivityNames.PackagePanel => new Packaged("panel.zip"),
        ActivityNames.AskToStop or ActivityNames.KeepPartial => true,
        ActivityNames.IsAbandoned => false,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
