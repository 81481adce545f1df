using System.Runtime.CompilerServices;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MakeDevice.Functions.Telemetry;

/// <summary>
/// Exports telemetry where a place for it is configured: spans and metrics by OTLP (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, sampled as
/// <c>OTEL_TRACES_SAMPLER</c> says), and to Application Insights (<c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>), to which the Functions host sends
/// its own: the stages' hang below it. Without either no OpenTelemetry assembly is loaded.
/// </summary>
internal static class OpenTelemetryExport
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>This app's sources and meters, and the embedded host's: <c>MakeDevice</c>, <c>MakeDevice.Http</c>, <c>MakeDevice.Durable</c>.</summary>
    private const string Sources = JobTelemetry.Name + "*";

    /// <summary>Spans of the embedded host's hub: a job's start, its steps and its activities, as one trace.</summary>
    private const string Hub = "DurableTask.Core";

    /// <summary>The worker's span of each invocation, which has the host's as its parent: without it the stages' would stand alone.</summary>
    private const string Worker = "Microsoft.Azure.Functions.Worker";

    public static void AddWhereConfigured(IServiceCollection services, IConfiguration configuration)
    {
        if (IsSet(configuration, Otlp) || IsSet(configuration, Insights))
        {
            Add(services);
        }
    }

    private static bool IsSet(IConfiguration configuration, string key) => !string.IsNullOrWhiteSpace(configuration[key]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add(IServiceCollection services) => services.AddSingleton<IHostedService, Exporter>();

    /// <summary>Lives as long as the host; what is left is flushed when it stops.</summary>
    /// <param name="telemetry">Not used, but its instruments must be there for the machine's figures to be sent before the first job.</param>
    private sealed class Exporter(IConfiguration configuration, ServiceOptions options, JobTelemetry telemetry) : IHostedService, IDisposable
    {
        private Task _started = Task.CompletedTask;
        private TracerProvider? _traces;
        private MeterProvider? _metrics;

        /// <summary>Not waited for: the first request need not.</summary>
        public Task StartAsync(CancellationToken cancellationToken)
        {
            GC.KeepAlive(telemetry);
            _started = Task.Run(Start, cancellationToken);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await _started;
            _traces?.ForceFlush(2000);
            _metrics?.ForceFlush(2000);
        }

        public void Dispose()
        {
            _traces?.Dispose();
            _metrics?.Dispose();
        }

        private void Start()
        {
            var resource = ResourceBuilder.CreateDefault().AddService("makedevice");
            var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources, Hub, Worker);
            var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Sources, "System.Runtime");
            if (IsSet(configuration, Otlp))
            {
                traces.AddOtlpExporter();
                metrics.AddOtlpExporter();
            }

            if (IsSet(configuration, Insights))
            {
                traces.AddAzureMonitorTraceExporter(ToInsights);
                metrics.AddAzureMonitorMetricExporter(ToInsights);
            }

            _traces = traces.Build();
            _metrics = metrics.Build();
        }

        /// <summary>Application Insights takes identities only (<c>DisableLocalAuth</c>) where one is configured.</summary>
        private void ToInsights(AzureMonitorExporterOptions insights)
        {
            insights.ConnectionString = configuration[Insights];
            insights.DisableOfflineStorage = true;
            insights.EnableLiveMetrics = false;
            if (options.IdentityClientId.Length > 0)
            {
                insights.Credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(options.IdentityClientId));
            }
        }
    }
}
