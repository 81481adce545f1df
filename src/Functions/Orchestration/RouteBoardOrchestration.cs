using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>One board.</summary>
public static class RouteBoardOrchestration
{
    public const string Name = "RouteBoard";

    [Function(Name)]
    public static Task<JobResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        JobRace.RunAsync(context, (input, retries) => new BoardJob(context, input, retries));
}
