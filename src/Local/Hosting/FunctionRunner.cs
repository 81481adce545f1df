using MakeDevice.Hub;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace MakeDevice.Local.Hosting;

/// <summary>Invokes functions, for HTTP, the hub and timers alike, each in a service scope.</summary>
/// <param name="client">The client that functions get; theirs wait for it.</param>
internal sealed class FunctionRunner(IServiceProvider services, Task<HubClient> client)
{
    /// <param name="trigger">The request, the orchestration's context, an activity's input or the timer.</param>
    /// <param name="bindingData">Values that parameters take by their name.</param>
    public async Task<object?> InvokeAsync(HostFunction function, object? trigger, IReadOnlyDictionary<string, string> bindingData, CancellationToken cancellation)
    {
        await using InvocationContext context = NewContext(function, bindingData, cancellation);
        context.TriggerValue = trigger;
        return await function.RunAsync(context);
    }

    public InvocationContext NewContext(HostFunction function, IReadOnlyDictionary<string, string> bindingData, CancellationToken cancellation) =>
        new(function, services, client, bindingData, cancellation);

    /// <remarks>Never disposes its scope: an orchestrator that waits is left, not ended, and starts over with its next event.</remarks>
    public Task<object?> RunOrchestratorAsync(HostFunction function, TaskOrchestrationContext orchestration)
    {
        InvocationContext context = NewContext(function, Of(orchestration.InstanceId), CancellationToken.None);
        context.TriggerValue = orchestration;
        return function.RunAsync(context);
    }

    public Task<object?> RunActivityAsync(HostFunction function, TaskActivityContext activity, object? input, CancellationToken stopping) =>
        InvokeAsync(function, function.TakesActivityContext ? activity : input, Of(activity.InstanceId), stopping);

    private static Dictionary<string, string> Of(string instanceId) =>
        new(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId };
}
