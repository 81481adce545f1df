using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>The JSON that an endpoint takes as its body; what is none is refused in one form.</summary>
/// <param name="TooLarge">Says how large it may be.</param>
/// <param name="Invalid">Code of the issue about a body that is no JSON object; null where whoever reads it tells.</param>
internal sealed record JsonBody(int MaxBytes, string TooLarge, string? Invalid)
{
    public static readonly JsonBody Project = new(ServiceOptions.MaxBodyBytes, "A project has at most 5 MiB.", "PROJECT_INVALID");

    public async Task<HttpResponseData> ReadAsync(HttpRequestData request, HttpReplies replies, Func<byte[], Task<HttpResponseData>> answer)
    {
        if (!RequestBody.IsJson(request.HeaderOf("Content-Type")))
        {
            return await replies.ErrorAsync(request, HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json.");
        }

        if (await RequestBody.ReadAsync(request, MaxBytes, request.FunctionContext.CancellationToken) is not { } body)
        {
            return await replies.ErrorAsync(request, HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE", TooLarge);
        }

        return Invalid is not null && RequestBody.ProblemAsObject(body) is { } problem
            ? await replies.ErrorAsync(request, HttpStatusCode.BadRequest, "BODY_NOT_JSON", problem, $"{Invalid} path=$ error={problem}")
            : await answer(body);
    }
}
