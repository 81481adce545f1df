using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Hosting;

/// <summary>The app's orchestrators and activities for DurableTask.Core's own dispatchers, through the SDK's shims.</summary>
internal sealed class HubFunctions(FunctionRunner runner, FunctionCatalog catalog, DataConverter converter, ILoggerFactory loggers, CancellationToken stopping)
    : INameVersionObjectManager<TaskOrchestration>, INameVersionObjectManager<TaskActivity>
{
    private readonly DurableTaskShimFactory _shims = new(new DurableTaskWorkerOptions { DataConverter = converter }, loggers);

    void INameVersionObjectManager<TaskOrchestration>.Add(ObjectCreator<TaskOrchestration> creator) => throw new NotSupportedException();

    void INameVersionObjectManager<TaskActivity>.Add(ObjectCreator<TaskActivity> creator) => throw new NotSupportedException();

    TaskOrchestration? INameVersionObjectManager<TaskOrchestration>.GetObject(string name, string? version) =>
        catalog.FindOrchestrator(name) is { } function ? _shims.CreateOrchestration(name, new Orchestrator(runner, function, converter)) : null;

    /// <remarks>A function that is not there fails its call; DurableTask.Core would try it again for ever.</remarks>
    TaskActivity INameVersionObjectManager<TaskActivity>.GetObject(string name, string? version) => _shims.CreateActivity(
        name, catalog.FindActivity(name) is { } function ? new AppActivity(runner, function, stopping) : new MissingActivity());

    private sealed class Orchestrator(FunctionRunner runner, HostFunction function, DataConverter converter) : ITaskOrchestrator
    {
        /// <summary>Its JSON: only the function knows as what it reads it.</summary>
        public Type InputType => typeof(System.Text.Json.JsonElement);

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) =>
            runner.RunOrchestratorAsync(function, new OrchestratorContext(context, (System.Text.Json.JsonElement?)input, converter));
    }

    private sealed class AppActivity(FunctionRunner runner, HostFunction function, CancellationToken stopping) : ITaskActivity
    {
        public Type InputType => function.ActivityInput;

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskActivityContext context, object? input) => runner.RunActivityAsync(function, context, input, stopping);
    }

    private sealed class MissingActivity : ITaskActivity
    {
        public Type InputType => typeof(object);

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskActivityContext context, object? input) =>
            throw new InvalidOperationException($"The function '{context.Name}' doesn't exist, is disabled, or is not an activity function.");
    }
}
