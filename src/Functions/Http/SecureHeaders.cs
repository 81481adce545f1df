namespace MakeDevice.Functions.Http;

/// <summary>What every answer says to a browser, whoever makes it: a function, or the host beside it.</summary>
internal static class SecureHeaders
{
    /// <summary>What an answer that is no page may do in a browser: nothing.</summary>
    public const string Nothing = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox";

    /// <param name="policy">The Content-Security-Policy.</param>
    public static (string Name, string Value)[] Of(string policy = Nothing) =>
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Content-Security-Policy", policy),
    ];
}
