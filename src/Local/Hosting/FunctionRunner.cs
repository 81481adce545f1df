using MakeDevice.Local.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace MakeDevice.Local.Hosting;

/// <summary>Invokes functions, for HTTP, the engine and timers alike, each in a service scope and through the registered middleware.</summary>
internal sealed class FunctionRunner(FunctionCatalog catalog, IServiceProvider services) : IDurableFunctions
{
    private readonly IFunctionsWorkerMiddleware[] _middleware = [.. services.GetServices<IFunctionsWorkerMiddleware>()];

    /// <summary>The client that functions get; set once the engine exists.</summary>
    public DurableTaskClient Client { get; set; } = null!;

    public InvocationContext NewContext(
        HostFunction function, IReadOnlyDictionary<string, string>? bindingData, CancellationToken cancellation, string? input = null) =>
        new(function, services, Client, bindingData, cancellation) { Input = input };

    public Task<object?> InvokeAsync(HostFunction function, InvocationContext context) =>
        _middleware.Length == 0 ? function.RunAsync(context) : InvokeThroughMiddlewareAsync(function, context);

    public OrchestratorBody? FindOrchestrator(string name) => catalog.FindOrchestrator(name) is { } function
        ? context => RunOrchestratorAsync(function, context)
        : null;

    public ActivityBody? FindActivity(string name) => catalog.FindActivity(name) is { } function
        ? call => RunActivityAsync(function, call)
        : null;

    private async Task<object?> RunOrchestratorAsync(HostFunction function, TaskOrchestrationContext orchestration)
    {
        InvocationContext context = NewContext(function, Of(orchestration.InstanceId), CancellationToken.None);
        context.TriggerValue = orchestration;
        return await InvokeAsync(function, context);
    }

    private async Task<string?> RunActivityAsync(HostFunction function, ActivityCall call)
    {
        await using InvocationContext context = NewContext(function, Of(call.InstanceId), call.Cancellation, call.Input);
        context.TriggerValue = new ActivityContext(call);
        object? result = await InvokeAsync(function, context);
        return context.InstanceServices.GetRequiredService<PayloadSerializer>().Serialize(result);
    }

    private async Task<object?> InvokeThroughMiddlewareAsync(HostFunction function, InvocationContext context)
    {
        FunctionExecutionDelegate next = async inner => context.Result = await function.RunAsync((InvocationContext)inner);
        foreach (IFunctionsWorkerMiddleware step in _middleware.Reverse())
        {
            FunctionExecutionDelegate rest = next;
            next = inner => step.Invoke(inner, rest);
        }

        await next(context);
        return context.Result;
    }

    private static Dictionary<string, string> Of(string instanceId) =>
        new(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId };

    private sealed class ActivityContext(ActivityCall call) : TaskActivityContext
    {
        public override TaskName Name => call.Name;

        public override string InstanceId => call.InstanceId;
    }
}
