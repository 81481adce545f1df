using System.Net;
using System.Text;
using System.Text.Json;

namespace MakeDevice.Functions.Uploads;

/// <summary>
/// How one house's shop takes files. These are private endpoints of the shops' own pages, without any contract: each may change or go on any day.
/// </summary>
/// <param name="name">As projects name the house.</param>
/// <param name="domain">Every page that a browser is sent to is of it, or below it.</param>
/// <param name="address">Where the shop takes files.</param>
internal abstract class FabricationHouse(string name, string domain, string address)
{
    public string Name { get; } = name;

    public Uri Address { get; } = new(address);

    /// <summary>Uploads the package and says where it can be ordered.</summary>
    /// <exception cref="UploadException">The answer is not the shop's.</exception>
    public abstract Task<Uri> UploadAsync(HttpClient http, Uri address, FabricationOrder order, CancellationToken cancellationToken);

    /// <exception cref="UploadException">The page is not https, or not of the house.</exception>
    protected Uri OrderPage(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var page) && page.Scheme == Uri.UriSchemeHttps && page.IsDefaultPort && page.UserInfo.Length == 0 && IsOwn(page)
            ? page
            : throw new UploadException("the answer names no https page of the house");

    protected bool IsOwn(Uri url) => url.Host.Equals(domain, StringComparison.OrdinalIgnoreCase) || url.Host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);

    /// <summary>A form as browsers send it (RFC 7578): names in UTF-8 as they are, without <c>filename*</c> and without the encoding of mail headers, which .NET would put there.</summary>
    protected static MultipartContent Form(string fileField, string fileName, string mediaType, ReadOnlyMemory<byte> zip, params (string Name, string Value)[] fields)
    {
        var boundary = Guid.NewGuid().ToString("N");
        var form = new MultipartContent("form-data", boundary) { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };

        // Without the quotes that .NET puts around it: browsers send none, and not every server takes them.
        form.Headers.ContentType!.Parameters.First(parameter => parameter.Name == "boundary").Value = boundary;
        foreach (var (name, value) in fields)
        {
            form.Add(Part(new StringContent(value) { Headers = { ContentType = null } }, $"name=\"{name}\""));
        }

        form.Add(Part(new ReadOnlyMemoryContent(zip) { Headers = { ContentType = new(mediaType) } }, $"name=\"{fileField}\"; filename=\"{Quoted(fileName)}\""));
        return form;
    }

    private static HttpContent Part(HttpContent content, string disposition)
    {
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; {disposition}");
        return content;
    }

    /// <summary>As the HTML standard writes the name of a file between quotes (multipart form data).</summary>
    private static string Quoted(string name) => name.Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal);

    /// <summary>Sends a request and reads the JSON object that it is answered with.</summary>
    protected static async Task<JsonElement> AskAsync(HttpClient http, HttpRequestMessage request, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        if (response.StatusCode != expected)
        {
            throw new UploadException($"the house answered {(int)response.StatusCode}");
        }

        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new UploadException("the answer is not the shop's JSON");
        }
        catch (JsonException)
        {
            throw new UploadException("the answer is not the shop's JSON");
        }
    }

    /// <summary>A text of an object; null where it is not there, or is no text.</summary>
    protected static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}

/// <summary>JLCPCB: the file's id becomes part of the quote page's address.</summary>
internal sealed class Jlcpcb() : FabricationHouse("JLCPCB", "jlcpcb.com", "https://cart.jlcpcb.com/api/overseas-shop-cart/v1/file/uploadGerber")
{
    private const int LongestId = 100;

    public override async Task<Uri> UploadAsync(HttpClient http, Uri address, FabricationOrder order, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = Form("gerberFile", order.FileName, "application/x-zip-compressed", order.Zip, ("calculationCostsType", "1")),
        };
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await AskAsync(http, request, HttpStatusCode.OK, cancellationToken);
        var data = answer.TryGetProperty("data", out var found) ? found : default;
        var isGood = answer.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) && number == 200
            && Text(data, "result") is null or "success";
        return isGood && Text(data, "fileId") is { Length: > 0 and <= LongestId } id && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? OrderPage($"https://cart.jlcpcb.com/quote?homeUploadNum={id}")
            : throw new UploadException("the house did not take the file");
    }
}

/// <summary>Eurocircuits: the answer names the page.</summary>
internal sealed class Eurocircuits()
    : FabricationHouse("Eurocircuits", "eurocircuits.com", "https://www.eurocircuits.com/wp-json/eurocircuits/v1/calculation-upload-file/")
{
    public override async Task<Uri> UploadAsync(HttpClient http, Uri address, FabricationOrder order, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = Form("file", order.FileName, "application/x-zip-compressed", order.Zip, ("data_type", "pcb")),
        };
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await AskAsync(http, request, HttpStatusCode.OK, cancellationToken);
        return answer.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.True
            ? OrderPage(Text(answer, "redirect_url"))
            : throw new UploadException("the house did not take the file");
    }
}

/// <summary>Aisler: a project is made first, and says where its file goes.</summary>
internal sealed class Aisler() : FabricationHouse("Aisler", "aisler.net", "https://aisler.net/p/new.json?locale=en")
{
    public override async Task<Uri> UploadAsync(HttpClient http, Uri address, FabricationOrder order, CancellationToken cancellationToken)
    {
        using var start = new HttpRequestMessage(HttpMethod.Get, address);
        var project = await AskAsync(http, start, HttpStatusCode.Created, cancellationToken);
        var page = OrderPage(Text(project, "project_url"));
        using var form = Form("upload[file]", "output.zip", "application/octet-stream", order.Zip);
        using var response = await http.PostAsync(Target(Text(project, "upload_url"), address), form, cancellationToken);
        return response.StatusCode == HttpStatusCode.Created ? page : throw new UploadException($"the house answered {(int)response.StatusCode}");
    }

    /// <summary>What the house answers must not send this server elsewhere: to its own domain by https, or to where the project was made.</summary>
    private Uri Target(string? url, Uri address)
    {
        var isOwn = Uri.TryCreate(url, UriKind.Absolute, out var target)
            && ((target.Scheme == Uri.UriSchemeHttps && target.IsDefaultPort && IsOwn(target))
                || target.GetLeftPart(UriPartial.Authority) == address.GetLeftPart(UriPartial.Authority));
        return isOwn ? target! : throw new UploadException("the answer names no place of the house for the file");
    }
}
