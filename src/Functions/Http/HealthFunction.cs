using System.Net;
using System.Reflection;
using MakeDevice.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary><c>GET /api/health</c>: that this process answers, and how it is. Touches neither the storage nor the routing core.</summary>
public sealed class HealthFunction(Readiness readiness, JobTelemetry telemetry, HttpReplies replies)
{
    [Function("Health")]
    public Task<HttpResponseData> RunAsync([HttpTrigger(Access.Browser, "get", "head", Route = "api/health")] HttpRequestData request) =>
        replies.JsonAsync(request, HttpStatusCode.OK, Report(), ApiJson.Default.HealthReport);

    private HealthReport Report()
    {
        var uptime = readiness.Uptime.TotalSeconds;
        var busy = Environment.CpuUsage.TotalTime.TotalSeconds;
        var cores = Environment.ProcessorCount;
        return new HealthReport(
            readiness.IsReady ? "ok" : "starting",
            Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0.0.0",
            Math.Round(uptime, 3),
            new MemoryReport(Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false)),
            new CpuReport(Math.Round(busy, 3), cores, Math.Round(busy / Math.Max(uptime, 0.001) / cores, 4)),
            telemetry.ActiveJobs);
    }
}
