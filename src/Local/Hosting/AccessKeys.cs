using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// Keys of the three kinds that Azure Functions has, sent in <c>x-functions-key</c>. They come from the settings
/// <c>MakeDevice:FunctionKey</c>, <c>MakeDevice:SystemKey</c> and <c>MakeDevice:MasterKey</c>; the master key opens everything. Addresses are logged by proxies and kept by
/// browsers, so one in <c>?code=</c> opens only where <c>MakeDevice:KeysInUrls</c> is true.
/// </summary>
internal sealed class AccessKeys
{
    private const int ShortestKey = 16;

    private readonly bool _areInUrls;
    private readonly byte[]? _function;
    private readonly byte[]? _system;
    private readonly byte[]? _master;

    /// <exception cref="InvalidOperationException">Keys are required, but one is missing or shorter than 16 characters; or a setting is wrong.</exception>
    public AccessKeys(bool required, IConfiguration configuration)
    {
        _areInUrls = IsSet(configuration, "KeysInUrls");
        if (required)
        {
            string system = Read(configuration, "SystemKey");
            UrlKey = _areInUrls ? system : null;
            _system = Hash(system);
            _function = Hash(Read(configuration, "FunctionKey"));
            _master = Hash(Read(configuration, "MasterKey"));
        }
    }

    public bool AreRequired => _master is not null;

    /// <summary>Key that the management endpoints' own URLs carry; null where they carry none.</summary>
    public string? UrlKey { get; }

    public bool Allow(AuthorizationLevel level, HttpRequest request)
    {
        if (!AreRequired || level == AuthorizationLevel.Anonymous)
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

    private string? Sent(HttpRequest request) => request.Headers.TryGetValue("x-functions-key", out var header) ? header.ToString()
        : _areInUrls ? request.Query["code"].ToString()
        : null;

    private static bool IsSet(IConfiguration configuration, string name) => configuration[$"MakeDevice:{name}"] is not { Length: > 0 } text ? false
        : bool.TryParse(text, out bool value) ? value
        : throw new InvalidOperationException($"Setting MakeDevice:{name} must be true or false, not '{text}'.");

    private static string Read(IConfiguration configuration, string name) => configuration[$"MakeDevice:{name}"] is { Length: >= ShortestKey } key
        ? key
        : throw new InvalidOperationException($"Keys are required, so the setting MakeDevice:{name} must hold one of at least {ShortestKey} characters.");

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>In constant time, and over hashes, so that neither content nor length shows.</summary>
    private static bool Same(byte[] sent, byte[]? known) => CryptographicOperations.FixedTimeEquals(sent, known);
}
