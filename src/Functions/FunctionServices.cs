using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Http.Compatible;
using MakeDevice.Functions.Http.Editor;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Modules;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Functions.Uploads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MakeDevice.Functions;

/// <summary>The services that the function classes take, the same in both hosts.</summary>
public static class FunctionServices
{
    /// <remarks>
    /// Nothing is opened here: the store, the module library and the exporter come to life when a request first needs them.
    /// </remarks>
    public static IServiceCollection AddMakeDevice(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(ServiceOptions.From(configuration));
        services.AddSingleton(provider => ArtifactStores.Open(provider.GetRequiredService<ServiceOptions>()));
        services.AddSingleton<ModuleSource>();
        services.AddSingleton<JobTelemetry>();
        services.AddSingleton<KeepAlive>();
        services.AddSingleton<Cancellation>();
        services.AddSingleton<BoardCheck>();
        services.AddSingleton<BoardFiles>();
        services.AddSingleton<BoardPacking>();
        services.AddSingleton<RoutingSteps>();
        services.AddSingleton<WorkInPlace>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddSingleton<ResultIndex>();
        services.AddSingleton<PartialResult>();
        services.AddSingleton<BoardReader>();
        services.AddSingleton<SolvedProblems>();
        services.AddSingleton<CoreShare>();
        services.AddSingleton<StageRunner>();
        services.AddSingleton<ExpiredFiles>();
        services.AddSingleton<FreeSpace>();
        services.AddSingleton<JobAdmission>();
        services.AddSingleton<JobStarter>();
        services.AddSingleton<JobCanceller>();
        services.AddSingleton(new Readiness());
        services.AddSingleton<HttpReplies>();
        services.AddSingleton<EditorFiles>();
        services.AddSingleton<ClientLimiter>();
        services.AddSingleton<QuickRoute>();
        services.AddSingleton<CompatibleDoor>();
        services.TryAddSingleton<IFabricationUpload, HouseUpload>();
        services.AddSingleton<JobUpload>();
        services.AddSingleton<PanelReader>();
        OpenTelemetryExport.AddWhereConfigured(services, configuration);
        return services;
    }
}
