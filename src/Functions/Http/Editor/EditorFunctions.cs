using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http.Editor;

/// <summary><c>GET /</c>: the board editor; <c>GET /editor/…</c>: its files; <c>GET /api/docs</c>: a page that reads the API's description.</summary>
public sealed class EditorFunctions(EditorFiles files, HttpReplies replies)
{
    /// <summary>The pages run their own scripts and styles, load pictures of this service and of their own making, and call this service alone.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    [Function("Editor")]
    public Task<HttpResponseData> HomeAsync([HttpTrigger(Access.Browser, "get", "head", Route = "/")] HttpRequestData request) => SendAsync(request, "index.html");

    [Function("EditorFile")]
    public Task<HttpResponseData> FileAsync([HttpTrigger(Access.Browser, "get", "head", Route = "editor/{*path}")] HttpRequestData request, string? path) =>
        SendAsync(request, string.IsNullOrEmpty(path) ? "index.html" : path);

    [Function("ApiDocs")]
    public Task<HttpResponseData> DocsAsync([HttpTrigger(Access.Browser, "get", "head", Route = "api/docs")] HttpRequestData request) => SendAsync(request, "api.html");

    private Task<HttpResponseData> SendAsync(HttpRequestData request, string path) => files.Find(path) is { } file
        ? replies.KeptAsync(request, file.ETag, "no-cache", file.ContentType, () => file.Content, Policy)
        : replies.ErrorAsync(request, HttpStatusCode.NotFound, "NOT_FOUND", "There is no such page.");
}
