using System.Text.Json;
using DurableTask.AzureStorage;
using DurableTask.Core;
using Grpc.Net.Client;
using MakeDevice.StandInHost.Rpc;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using P = Microsoft.DurableTask.Protobuf;

namespace MakeDevice.StandInHost;

/// <summary>
/// The durable extension's part: the Durable Task team's in-memory hub, or the storage account's hub of DurableTask.AzureStorage, keeps instances, histories and
/// timers; each of its work items becomes an invocation of the worker's orchestrator or activity, in the form that the extension gives it.
/// </summary>
internal sealed class TaskHub(Worker worker, IReadOnlyDictionary<string, HostedFunction> functions, P.TaskHubSidecarService.TaskHubSidecarServiceClient hub)
{
    /// <summary>As <c>host.json</c> has it: the messages of a host that was lost are seen again after a minute.</summary>
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(1);

    /// <param name="storage">Connection string of the hub's account, with queues and tables; null for a hub in memory.</param>
    public static void Add(IServiceCollection services, string? storage)
    {
        if (storage is null)
        {
            services.AddSingleton<InMemoryOrchestrationService>();
            services.AddSingleton<IOrchestrationService>(provider => provider.GetRequiredService<InMemoryOrchestrationService>());
            services.AddSingleton<IOrchestrationServiceClient>(provider => provider.GetRequiredService<InMemoryOrchestrationService>());
        }
        else
        {
            services.AddSingleton(_ => new AzureStorageOrchestrationService(Settings(storage)));
            services.AddSingleton<IOrchestrationService>(provider => provider.GetRequiredService<AzureStorageOrchestrationService>());
            services.AddSingleton<IOrchestrationServiceClient>(provider => provider.GetRequiredService<AzureStorageOrchestrationService>());
        }

        services.AddSingleton<TaskHubGrpcServer>();
    }

    private static AzureStorageOrchestrationServiceSettings Settings(string storage) => new()
    {
        StorageAccountClientProvider = new StorageAccountClientProvider(storage),
        TaskHubName = "StandIn",
        WorkerId = $"{Environment.MachineName}-{Guid.NewGuid():N}",
        PartitionCount = 4,
        UseAppLease = false,
        MaxConcurrentTaskActivityWorkItems = Environment.ProcessorCount,
        MaxQueuePollingInterval = TimeSpan.FromSeconds(1),
        WorkItemQueueVisibilityTimeout = Visibility,
        ControlQueueVisibilityTimeout = Visibility,
    };

    public static P.TaskHubSidecarService.TaskHubSidecarServiceClient ClientOf(GrpcChannel channel) => new(channel);

    /// <summary>Takes work items until it is cancelled; each is worked on its own.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var items = hub.GetWorkItems(new P.GetWorkItemsRequest(), cancellationToken: cancellationToken);
        try
        {
            while (await items.ResponseStream.MoveNext(cancellationToken))
            {
                var item = items.ResponseStream.Current;
                _ = Task.Run(() => WorkAsync(item, cancellationToken), cancellationToken);
            }
        }
        catch (Exception e) when (e is Grpc.Core.RpcException or OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private Task WorkAsync(P.WorkItem item, CancellationToken cancellationToken) => item.RequestCase switch
    {
        P.WorkItem.RequestOneofCase.OrchestratorRequest => OrchestrateAsync(item.OrchestratorRequest, cancellationToken),
        P.WorkItem.RequestOneofCase.ActivityRequest => ActAsync(item.ActivityRequest, cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task OrchestrateAsync(P.OrchestratorRequest request, CancellationToken cancellationToken)
    {
        var name = request.PastEvents.Concat(request.NewEvents).First(e => e.ExecutionStarted is not null).ExecutionStarted.Name;
        var function = functions[name];
        var history = Convert.ToBase64String(Google.Protobuf.MessageExtensions.ToByteArray(request));
        var answer = await worker.InvokeAsync(
            function, [(function.Parameter, new TypedData { String = history })], [("instanceId", request.InstanceId)], cancellationToken);
        var response = P.OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer.String));
        await hub.CompleteOrchestratorTaskAsync(response, cancellationToken: cancellationToken);
    }

    private async Task ActAsync(P.ActivityRequest request, CancellationToken cancellationToken)
    {
        var function = functions[request.Name];
        var id = request.OrchestrationInstance.InstanceId;
        var response = new P.ActivityResponse { InstanceId = id, TaskId = request.TaskId };
        try
        {
            var answer = await worker.InvokeAsync(
                function, [(function.Parameter, new TypedData { String = ArgumentOf(request.Input) })], [("instanceId", id)], cancellationToken);
            response.Result = answer.DataCase == TypedData.DataOneofCase.String ? answer.String : answer.Json;
        }
        catch (FunctionFailedException e)
        {
            response.FailureDetails = new P.TaskFailureDetails { ErrorType = e.Type, ErrorMessage = e.Message };
        }

        await hub.CompleteActivityTaskAsync(response, cancellationToken: cancellationToken);
    }

    /// <summary>The hub keeps an activity's arguments as an array of one; the extension binds the one.</summary>
    private static string ArgumentOf(string? arguments) =>
        JsonDocument.Parse(arguments ?? "[null]").RootElement is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() > 0
            ? array[0].GetRawText()
            : "null";
}
