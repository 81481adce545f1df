using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Keeps one client from using up the service: so many starts and so many other requests a minute, by client address, in this process.
/// A refused request costs nothing but its answer, 429 with Retry-After.
/// </summary>
public sealed class ClientLimiter(ServiceOptions options, HttpReplies replies, TimeProvider clock)
{
    private static readonly Task<HttpResponseData?> Admitted = Task.FromResult<HttpResponseData?>(null);

    private readonly RequestRate _starts = new(options.StartsPerMinute, clock);
    private readonly RequestRate _others = new(options.RequestsPerMinute, clock);

    /// <summary>The refusal of a start, or null where it may go on.</summary>
    public Task<HttpResponseData?> RefuseStartAsync(HttpRequestData request) => RefuseAsync(_starts, request);

    /// <summary>The refusal of a request that starts nothing, or null where it may go on.</summary>
    public Task<HttpResponseData?> RefuseAsync(HttpRequestData request) => RefuseAsync(_others, request);

    private Task<HttpResponseData?> RefuseAsync(RequestRate rate, HttpRequestData request)
    {
        var wait = ClientAddress.Of(request, options.TrustedProxies) is { } client ? rate.Ask(client) : TimeSpan.Zero;
        return wait > TimeSpan.Zero ? RefuseAsync(request, wait) : Admitted;
    }

    private async Task<HttpResponseData?> RefuseAsync(HttpRequestData request, TimeSpan wait)
    {
        var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return await replies.LaterAsync(
            request, HttpStatusCode.TooManyRequests, "TOO_MANY_REQUESTS", $"Too many requests from this address; try again in {seconds} s.", wait);
    }
}

/// <summary>
/// The generic cell rate algorithm (ITU-T I.371): a client may use a minute's worth at once and then one request an interval. One number
/// a client: when its next request is due.
/// </summary>
/// <param name="perMinute">Requests a minute; 0: no limit.</param>
internal sealed class RequestRate(int perMinute, TimeProvider clock)
{
    /// <summary>Clients that are remembered; beyond it those are forgotten that could send a full minute's worth again.</summary>
    internal const int MaxClients = 20_000;

    private readonly ConcurrentDictionary<string, TimeSpan> _due = new(StringComparer.Ordinal);
    private readonly TimeSpan _interval = perMinute > 0 ? TimeSpan.FromMinutes(1) / perMinute : TimeSpan.Zero;
    private readonly long _begun = clock.GetTimestamp();

    internal int KnownClients => _due.Count;

    /// <summary>Takes one request of a client's allowance, or says when the next one will be there.</summary>
    public TimeSpan Ask(string client)
    {
        if (perMinute <= 0)
        {
            return TimeSpan.Zero;
        }

        var now = clock.GetElapsedTime(_begun);
        while (true)
        {
            var known = _due.TryGetValue(client, out var due);
            var next = (due > now ? due : now) + _interval;
            if (next - now > TimeSpan.FromMinutes(1))
            {
                return next - now - TimeSpan.FromMinutes(1);
            }

            if (known ? _due.TryUpdate(client, next, due) : _due.TryAdd(client, next))
            {
                ForgetIdle(now);
                return TimeSpan.Zero;
            }
        }
    }

    private void ForgetIdle(TimeSpan now)
    {
        if (_due.Count <= MaxClients)
        {
            return;
        }

        foreach (var entry in _due.Where(e => e.Value <= now))
        {
            _due.TryRemove(entry);
        }

        if (_due.Count > MaxClients)
        {
            // So many busy addresses are no single client; bounded memory comes first.
            _due.Clear();
        }
    }
}
