using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http.OpenApi;

/// <summary><c>GET /project.schema.json</c>: the form of a project as JSON Schema, for editors and for who writes one.</summary>
public sealed class ProjectSchemaFunction(HttpReplies replies)
{
    private static readonly Lazy<EmbeddedFile> Schema = new(
        () => EmbeddedFile.Read(typeof(ProjectSchemaFunction).Assembly, "openapi/project.schema.json", "application/schema+json"));

    [Function("ProjectSchema")]
    public Task<HttpResponseData> RunAsync([HttpTrigger(Access.Browser, "get", Route = "project.schema.json")] HttpRequestData request) =>
        replies.KeptAsync(request, Schema.Value.ETag, "no-cache", Schema.Value.ContentType, () => Schema.Value.Content);
}
