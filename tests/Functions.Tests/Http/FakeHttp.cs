using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Tests.Http;

/// <summary>A request without a host.</summary>
internal sealed class FakeRequest : HttpRequestData
{
    private readonly Stream _body;

    public FakeRequest(string method, byte[] body, string? contentType, params (string Name, string Value)[] headers)
        : this(method, new MemoryStream(body), contentType, headers)
    {
    }

    public FakeRequest(string method, Stream body, string? contentType, params (string Name, string Value)[] headers)
        : base(new FakeContext())
    {
        Method = method;
        _body = body;
        if (contentType is not null)
        {
            Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers)
        {
            Headers.TryAddWithoutValidation(name, value);
        }
    }

    public override Stream Body => _body;

    public override HttpHeadersCollection Headers { get; } = new();

    public override IReadOnlyCollection<IHttpCookie> Cookies => [];

    public override Uri Url => new($"https://boards.example/api/jobs?{Key}{Asked}");

    /// <summary>The function key, as Azure takes it in a query.</summary>
    public string Key { get; init; } = "code=the-key";

    /// <summary>More of the query, with its <c>&amp;</c>.</summary>
    public string Asked { get; init; } = "";

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method { get; }

    public static FakeRequest Get(params (string Name, string Value)[] headers) => new("GET", [], null, headers);

    /// <summary>From a client that shows no key.</summary>
    public static FakeRequest PostWithoutKey(string body, params (string Name, string Value)[] headers) =>
        new("POST", Encoding.UTF8.GetBytes(body), "application/json", headers) { Key = "" };

    public static FakeRequest Asking(string query, string body, params (string Name, string Value)[] headers) =>
        new("POST", Encoding.UTF8.GetBytes(body), "application/json", headers) { Asked = query };

    public static FakeRequest Post(string body, params (string Name, string Value)[] headers) =>
        new("POST", Encoding.UTF8.GetBytes(body), "application/json", headers);

    public override HttpResponseData CreateResponse() => new FakeResponse(FunctionContext);

    private sealed class FakeResponse(FunctionContext context) : HttpResponseData(context)
    {
        public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

        public override HttpHeadersCollection Headers { get; set; } = new();

        public override Stream Body { get; set; } = new MemoryStream();

        public override HttpCookies Cookies => throw new NotSupportedException();
    }
}

internal sealed class FakeContext : FunctionContext
{
    public override string InvocationId => "test";

    public override string FunctionId => "test";

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = null!;

    public override IInvocationFeatures Features => throw new NotSupportedException();

    public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();
}

/// <summary>Reads a response.</summary>
internal static class ResponseReading
{
    public static byte[] Bytes(this HttpResponseData response) => ((MemoryStream)response.Body).ToArray();

    public static string Text(this HttpResponseData response) => Encoding.UTF8.GetString(response.Bytes());

    public static JsonElement Json(this HttpResponseData response) => JsonDocument.Parse(response.Bytes()).RootElement;

    public static string? Header(this HttpResponseData response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>The code of an answer in the one error form; fails where it is not in that form.</summary>
    public static string ErrorCode(this HttpResponseData response)
    {
        var error = response.Json().GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Equal(JsonValueKind.Array, error.GetProperty("issues").ValueKind);
        return error.GetProperty("code").GetString()!;
    }
}
