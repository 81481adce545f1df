using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>Answers a browser's preflight requests, which carry no key, for the modern endpoints.</summary>
public sealed class PreflightFunction(HttpReplies replies)
{
    [Function("Preflight")]
    public HttpResponseData Run([HttpTrigger(Access.Browser, "options", Route = "api/{*path}")] HttpRequestData request) =>
        replies.Preflight(request);
}
