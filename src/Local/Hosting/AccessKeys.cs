using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// Keys of the three kinds that Azure Functions has, sent in <c>x-functions-key</c> or <c>?code=</c>. They come from the settings
/// <c>MakeDevice:FunctionKey</c>, <c>MakeDevice:SystemKey</c> and <c>MakeDevice:MasterKey</c>; the master key opens everything.
/// </summary>
internal sealed class AccessKeys
{
    private const int ShortestKey = 16;

    private readonly byte[]? _function;
    private readonly byte[]? _system;
    private readonly byte[]? _master;

    /// <exception cref="InvalidOperationException">Keys are required, but one is missing or shorter than 16 characters.</exception>
    public AccessKeys(bool required, IConfiguration configuration)
    {
        if (required)
        {
            SystemKey = Read(configuration, "SystemKey");
            _system = Hash(SystemKey);
            _function = Hash(Read(configuration, "FunctionKey"));
            _master = Hash(Read(configuration, "MasterKey"));
        }
    }

    /// <summary>Key of the management endpoints; null where no keys are required.</summary>
    public string? SystemKey { get; }

    public bool Allow(AuthorizationLevel level, HttpRequest request)
    {
        if (_master is null || level == AuthorizationLevel.Anonymous)
        {
            return true;
        }

        if (Sent(request) is not { Length: > 0 } sent)
        {
            return false;
        }

        byte[] hash = Hash(sent);
        return Same(hash, _master)
            || (level is AuthorizationLevel.Function or AuthorizationLevel.User && Same(hash, _function))
            || (level == AuthorizationLevel.System && Same(hash, _system));
    }

    private static string? Sent(HttpRequest request) =>
        request.Headers.TryGetValue("x-functions-key", out var header) ? header.ToString() : request.Query["code"].ToString();

    private static string Read(IConfiguration configuration, string name) => configuration[$"MakeDevice:{name}"] is { Length: >= ShortestKey } key
        ? key
        : throw new InvalidOperationException($"Keys are required, so the setting MakeDevice:{name} must hold one of at least {ShortestKey} characters.");

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>In constant time, and over hashes, so that neither content nor length shows.</summary>
    private static bool Same(byte[] sent, byte[]? known) => CryptographicOperations.FixedTimeEquals(sent, known);
}
