using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>One panel: a job like a board's, with the same ways to end.</summary>
public static class MakePanelOrchestration
{
    public const string Name = "MakePanel";

    [Function(Name)]
    public static Task<JobResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        JobRace.RunAsync(context, (input, retries) => new PanelJob(context, input, retries));
}
