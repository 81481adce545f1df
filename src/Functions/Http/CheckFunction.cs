using System.Net;
using MakeDevice.Functions.Modules;
using MakeDevice.Routing;
using MakeDevice.Routing.Projects;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary><c>POST /api/check</c>: what is wrong with a project and which nets it has, without a job. Problems of the project are its answer, not errors.</summary>
public sealed class CheckFunction(ModuleSource modules, ServiceOptions options, ClientLimiter limiter, HttpReplies replies)
{
    [Function("Check")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(Access.Browser, "post", Route = "api/check")] HttpRequestData request, FunctionContext context) =>
        replies.GuardedAsync(request, () => CheckAsync(request, context.CancellationToken));

    private async Task<HttpResponseData> CheckAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        if (await limiter.RefuseAsync(request) is { } refusal)
        {
            return refusal;
        }

        if (!RequestBody.IsJson(request.HeaderOf("Content-Type")))
        {
            return await replies.ErrorAsync(request, HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json.");
        }

        if (await RequestBody.ReadAsync(request, ServiceOptions.MaxBodyBytes, cancellationToken) is not { } project)
        {
            return await replies.ErrorAsync(request, HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE", "A project has at most 5 MiB.");
        }

        var check = await BoardStages.CheckAsync(new BoardSource(project) { MostMegabytes = options.RoutingMegabytes }, modules.Library, cancellationToken);
        return await replies.JsonAsync(request, HttpStatusCode.OK, CheckReport.Of(check), EditorJson.Default.CheckReport);
    }
}
