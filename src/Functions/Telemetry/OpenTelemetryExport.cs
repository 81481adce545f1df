using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MakeDevice.Functions.Telemetry;

/// <summary>
/// Exports telemetry where a place for it is configured: spans and metrics by OTLP (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, sampled as
/// <c>OTEL_TRACES_SAMPLER</c> says), and with them logs to Application Insights (<c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>), to which the Functions host sends
/// its own (<c>telemetryMode</c> in host.json): the stages' spans hang below it. Without either no OpenTelemetry assembly is loaded.
/// </summary>
internal static class OpenTelemetryExport
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>This app's sources and meters, and the embedded host's: <c>MakeDevice</c>, <c>MakeDevice.Http</c>, <c>MakeDevice.Durable</c>.</summary>
    private const string Sources = JobTelemetry.Name + "*";

    /// <summary>Spans of the embedded host's hub: a job's start, its steps and its activities, as one trace.</summary>
    private const string Hub = "DurableTask.Core";

    public static void AddWhereConfigured(IServiceCollection services, IConfiguration configuration)
    {
        if (IsSet(configuration, Otlp) || IsSet(configuration, Insights))
        {
            Add(services, configuration);
        }
    }

    private static bool IsSet(IConfiguration configuration, string key) => !string.IsNullOrWhiteSpace(configuration[key]);

    /// <summary>The worker's defaults add its span of each invocation, which has the host's as its parent, and tell the host that the worker exports by itself.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var signals = new Signals(services).UseFunctionsWorkerDefaults()
            .ConfigureResource(resource => resource.AddService("makedevice"))
            .WithTracing(traces => traces.AddSource(Sources, Hub))
            .WithMetrics(metrics => metrics.AddMeter(Sources, "System.Runtime"));
        if (IsSet(configuration, Otlp))
        {
            signals.WithTracing(traces => traces.AddOtlpExporter()).WithMetrics(metrics => metrics.AddOtlpExporter());
        }

        if (IsSet(configuration, Insights))
        {
            void To(AzureMonitorExporterOptions insights) => ToInsights(insights, configuration);
            signals
                .WithTracing(traces => traces.AddAzureMonitorTraceExporter(To))
                .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(To))
                .WithLogging(logs => logs.AddAzureMonitorLogExporter(To));
        }

        services.AddSingleton<IHostedService, Exporter>();
    }

    /// <summary>Application Insights takes identities only (<c>DisableLocalAuth</c>) where one is configured.</summary>
    private static void ToInsights(AzureMonitorExporterOptions insights, IConfiguration configuration)
    {
        insights.ConnectionString = configuration[Insights];
        insights.DisableOfflineStorage = true;
        insights.EnableLiveMetrics = false;
        insights.TracesPerSecond = null; // five a second otherwise: the trace of a job is whole or worth nothing
        insights.SamplingRatio = SamplingRatio(configuration);
        if (ServiceOptions.From(configuration).IdentityClientId is { Length: > 0 } identity)
        {
            insights.Credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(identity));
        }
    }

    /// <summary>This exporter brings a sampler of its own, which asks nothing of the variables that hold for all others.</summary>
    internal static float SamplingRatio(IConfiguration configuration) => configuration["OTEL_TRACES_SAMPLER"] switch
    {
        "always_off" or "parentbased_always_off" => 0,
        "traceidratio" or "parentbased_traceidratio"
            when float.TryParse(configuration["OTEL_TRACES_SAMPLER_ARG"], NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) => Math.Clamp(ratio, 0, 1),
        _ => 1,
    };

    /// <summary>OpenTelemetry's parts without its own hosted service, which would make all of them before the first request is answered.</summary>
    private sealed class Signals(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services => services;
    }

    /// <summary>Makes the providers beside the first request; what is left is flushed when the host stops.</summary>
    /// <param name="telemetry">Not used, but its instruments must be there for the machine's figures to be sent before the first job.</param>
    private sealed class Exporter(IServiceProvider services, JobTelemetry telemetry) : IHostedService
    {
        private Task<(TracerProvider Traces, MeterProvider Metrics)>? _started;

        /// <summary>Not waited for: the first request need not.</summary>
        public Task StartAsync(CancellationToken cancellationToken)
        {
            GC.KeepAlive(telemetry);
            _started = Task.Run(() => (services.GetRequiredService<TracerProvider>(), services.GetRequiredService<MeterProvider>()), cancellationToken);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            if (_started is not null)
            {
                var (traces, metrics) = await _started;
                traces.ForceFlush(2000);
                metrics.ForceFlush(2000);
            }
        }
    }
}
