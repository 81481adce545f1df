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
            ActivityNames.RouteBatch => await app.Function<RouteBatchActivity>().RunAsync((BatchTask)task, job, context),
            ActivityNames.MergeRound => await app.Function<MergeRoundActivity>().RunAsync((MergeTask)task, job, context),
            ActivityNames.RenderPreview => await app.Function<RenderPreviewActivity>().RunAsync((PreviewTask)task, job, context),
            ActivityNames.Repair => await app.Function<RepairActivity>().RunAsync((RepairTask)task, job, context),
            ActivityNames.Verify => await app.Function<VerifyActivity>().RunAsync((VerifyTask)task, job, context),
            ActivityNames.Fabricate => await app.Function<FabricateActivity>().RunAsync((FabricateTask)task, job, context),
            ActivityNames.Package => await app.Function<PackageActivity>().RunAsync((PackageTask)task, job, context),
            ActivityNames.KeepPartial => await app.Function<KeepPartialActivity>().RunAsync((KeepPartialTask)task, job, context),
            ActivityNames.IsAbandoned => await app.Function<IsAbandonedActivity>().RunAsync((AbandonedTask)task, job, context),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }
}
