using Microsoft.AspNetCore.Http;

namespace MakeDevice.Local.Hosting;

/// <summary>Requests that the server could not read to their end: a fault of the client, told in our words.</summary>
internal static class MalformedRequest
{
    public static Refusal Refusal(BadHttpRequestException refused) => refused.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Refusal(refused.StatusCode, "BODY_TOO_LARGE", "The body has more bytes than a request may have."),
        StatusCodes.Status408RequestTimeout => new Refusal(refused.StatusCode, "REQUEST_INVALID", "The body came too slowly."),
        _ => new Refusal(refused.StatusCode, "REQUEST_INVALID", "The request is no well-formed HTTP: its body cannot be read as its headers announce it."),
    };
}
