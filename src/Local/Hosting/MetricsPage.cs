using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// <c>/metrics</c> for Prometheus, by OpenTelemetry's exporter, from this process's instruments: those of the host, the hub and the functions, and the
/// runtime's own. It begins to listen when it is first asked for.
/// </summary>
internal sealed class MetricsPage : IDisposable
{
    /// <summary>From an answer out of memory to the longest job.</summary>
    private static readonly ExplicitBucketHistogramConfiguration Seconds =
        new() { Boundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600] };

    private readonly MeterProvider _meters;
    private readonly RequestDelegate _page;

    public MetricsPage(IServiceProvider services)
    {
        _meters = Sdk.CreateMeterProviderBuilder()
            .AddMeter("MakeDevice*", "System.Runtime")
            .AddView(instrument => instrument.Unit == "s" && instrument.GetType().GetGenericTypeDefinition() == typeof(System.Diagnostics.Metrics.Histogram<>) ? Seconds : null)
            .AddPrometheusExporter(page => page.ScrapeResponseCacheDurationMilliseconds = 0)
            .Build();
        _page = new ApplicationBuilder(services)
            .UseOpenTelemetryPrometheusScrapingEndpoint(_meters, _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
            .Build();
    }

    public Task WriteAsync(HttpContext context) => _page(context);

    public void Dispose() => _meters.Dispose();
}
