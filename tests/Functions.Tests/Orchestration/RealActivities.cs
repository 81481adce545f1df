using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Tests.Http;

namespace MakeDevice.Functions.Tests.Orchestration;

/// <summary>The real activities over a store, called by name as a host calls them.</summary>
internal sealed class RealActivities(FakeApp app, string job)
{
    /// <summary>How often each activity runs before its last answer counts: 2 is what at-least-once delivery does.</summary>
    public int Times { get; init; } = 1;

    public object? Run(string name, object task)
    {
        object? result = null;
        for (var i = 0; i < Times; i++)
        {
            result = RunAsync(name, task).GetAwaiter().GetResult();
        }

        return result;
    }

    private async Task<object?> RunAsync(string name, object task)
    {
        var context = new FakeContext();
        return name switch
        {
            ActivityNames.Prepare => await app.Function<PrepareActivity>().RunAsync((PrepareTask)task, job, context),
            ActivityNames.Route => await app.Function<RouteActivity>().RunAsync((RouteTask)task, job, context),
            ActivityNames.Advance => await app.Function<AdvanceActivity>().RunAsync((AdvanceTask)task, job, context),
            ActivityNames.Fabricate => await app.Function<FabricateActivity>().RunAsync((FabricateTask)task, job, context),
            ActivityNames.Package => await app.Function<PackageActivity>().RunAsync((PackageTask)task, job, context),
            ActivityNames.AskToStop => await app.Function<AskToStopActivity>().RunAsync((StopTask)task, job, context),
            ActivityNames.KeepPartial => await app.Function<KeepPartialActivity>().RunAsync((StopTask)task, job, context),
            ActivityNames.IsAbandoned => await app.Function<IsAbandonedActivity>().RunAsync((AbandonedTask)task, job, context),
            ActivityNames.PreparePanel => await app.Function<PreparePanelActivity>().RunAsync((PreparePanelTask)task, job, context),
            ActivityNames.MakePanelFiles => await app.Function<MakePanelFilesActivity>().RunAsync((MakePanelFilesTask)task, job, context),
            ActivityNames.PackagePanel => await app.Function<PackagePanelActivity>().RunAsync((PackagePanelTask)task, job, context),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }
}
