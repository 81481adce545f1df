using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http.OpenApi;

/// <summary><c>GET /openapi.json</c>: the API's description, OpenAPI 3.1.</summary>
public sealed class OpenApiFunction(HttpReplies replies)
{
    private static readonly Lazy<byte[]> Document = new(() => OpenApiDocument.Of(typeof(OpenApiFunction).Assembly));

    [Function("OpenApi")]
    public Task<HttpResponseData> RunAsync([HttpTrigger(Access.Browser, "get", "head", Route = "openapi.json")] HttpRequestData request) =>
        replies.BytesAsync(request, HttpStatusCode.OK, "application/json; charset=utf-8", Document.Value, "no-cache");
}
