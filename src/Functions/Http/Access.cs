using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Http;

/// <summary>Who may call which endpoint. An attribute takes a constant, so this is the one place that sets it.</summary>
internal static class Access
{
    /// <summary>Starting, reading and ending jobs: a function key, in the header <c>x-functions-key</c>.</summary>
    public const AuthorizationLevel Jobs = AuthorizationLevel.Function;

    /// <summary>
    /// What a browser loads without a header of its own: pictures (by a job id that cannot be guessed), health, preflight requests and the
    /// endpoints of the existing front end.
    /// </summary>
    public const AuthorizationLevel Browser = AuthorizationLevel.Anonymous;
}
