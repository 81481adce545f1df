using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Hosting;

/// <summary>The shim's context, but for the input: that is read as the function asks for it, as in the Functions extension's own context.</summary>
internal sealed class OrchestratorContext(TaskOrchestrationContext context, JsonElement? input, DataConverter converter) : TaskOrchestrationContext
{
    public override TaskName Name => context.Name;

    public override string InstanceId => context.InstanceId;

    public override ParentOrchestrationInstance? Parent => context.Parent;

    public override DateTime CurrentUtcDateTime => context.CurrentUtcDateTime;

    public override bool IsReplaying => context.IsReplaying;

    public override string Version => context.Version;

    public override IReadOnlyDictionary<string, object?> Properties => context.Properties;

    public override ILoggerFactory ReplaySafeLoggerFactory => context.ReplaySafeLoggerFactory;

    protected override ILoggerFactory LoggerFactory => context.ReplaySafeLoggerFactory;

    public override T? GetInput<T>()
        where T : default => input is { } json ? converter.Deserialize<T>(json.GetRawText()) : default;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        context.CallActivityAsync<TResult>(name, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        context.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => context.CreateTimer(fireAt, cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        context.WaitForExternalEvent<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object payload) => context.SendEvent(instanceId, eventName, payload);

    public override void SetCustomStatus(object? customStatus) => context.SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => context.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override Guid NewGuid() => context.NewGuid();
}
