using System.Net;
using MakeDevice.Functions.Modules;
using MakeDevice.Routing;
using MakeDevice.Routing.Editor;
using MakeDevice.Routing.Projects;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>
/// <c>POST /api/check</c>: what is wrong with a project and which nets it has, without a job; with <c>?route=true</c> its copper, too, where two seconds are enough.
/// Problems of the project are its answer, not errors.
/// </summary>
public sealed class CheckFunction(ModuleSource modules, QuickRoute quick, ServiceOptions options, ClientLimiter limiter, HttpReplies replies)
{
    private static readonly JsonBody Body = JsonBody.Project with { Invalid = null };

    [Function("Check")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "post", Route = "api/check")] HttpRequestData request, FunctionContext context) =>
        replies.GuardedAsync(request, () => CheckAsync(request, context.CancellationToken));

    private async Task<HttpResponseData> CheckAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        var routes = request.Query["route"] is { } asked && asked != "false";
        return await (routes ? limiter.RefuseStartAsync(request) : limiter.RefuseAsync(request)) ?? await Body.ReadAsync(request, replies, async project =>
        {
            var source = new BoardSource(project) { MostMegabytes = options.RoutingMegabytes };
            var check = await BoardStages.CheckAsync(source, modules.Library, cancellationToken);
            var report = CheckReport.Of(check);
            if (routes && check is { CanRoute: true, Board: { } board })
            {
                report = report.With(board, await quick.RouteAsync(board, cancellationToken));
            }

            return await replies.JsonAsync(request, HttpStatusCode.OK, report, EditorJson.Default.CheckReport);
        });
    }
}
