using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Whose an idempotency key is: of the function key that the caller has shown, and where none is asked for, of the caller's address. Another client that
/// guesses the key is then not handed the job.
/// </summary>
internal static class CallerScope
{
    /// <returns>A digest, so that neither key nor address goes any further.</returns>
    public static string Of(HttpRequestData request, TrustedProxies proxies) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        request.HeaderOf("x-functions-key") ?? request.Query["code"] ?? ClientAddress.Of(request, proxies) ?? "")));
}
