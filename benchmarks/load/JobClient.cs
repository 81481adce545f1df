using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace MakeDevice.Load;

/// <summary>
/// One client of the modern API. It behaves as a careful client does: a start carries an idempotency key and is repeated when the
/// connection breaks, status is polled with growing pauses, Retry-After is obeyed, and the zip is compared with the expected bytes.
/// </summary>
internal sealed class JobClient(Uri host, HttpClient http, Measurements measurements, Stopwatch clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    /// <summary>Runs one board to its end; <paramref name="cancelAfter"/>: cancel it that long after its start.</summary>
    public async Task<JobResult> RunAsync(Board board, TimeSpan patience, CancellationToken cancellation, TimeSpan? cancelAfter = null)
    {
        var begun = clock.Elapsed;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        JobResult End(Outcome outcome, string detail) =>
            new(board.Name, outcome, (clock.Elapsed - begun).TotalSeconds, clock.Elapsed.TotalSeconds, detail);

        JobResult result;
        try
        {
            var (outcome, detail) = await DriveAsync(board, cancelAfter, limit.Token);
            result = End(outcome, detail);
        }
        catch (OperationCanceledException)
        {
            result = End(Outcome.Unfinished, $"no end within {patience.TotalSeconds:0} s");
        }

        measurements.Add(result);
        return result;
    }

    /// <summary>Starts a job and leaves it alone; its address for status requests.</summary>
    public async Task<Uri> SubmitAsync(Board board, CancellationToken cancellation)
    {
        using var started = await SendAsync("start", () => Start(board, Guid.NewGuid().ToString("N")), cancellation);
        return Url("api/jobs/" + (await JsonAsync(started, cancellation)).GetProperty("id").GetString());
    }

    /// <summary>Runs a board to its end, whatever that is: only for the work that it makes.</summary>
    /// <returns>False where <paramref name="enough"/> came before the end; the job is cancelled then.</returns>
    public async Task<bool> WorkAsync(Board board, CancellationToken enough)
    {
        var id = "";
        try
        {
            using var started = await SendAsync("start", () => Start(board, Guid.NewGuid().ToString("N")), enough);
            id = (await JsonAsync(started, enough)).GetProperty("id").GetString()!;
            await EndOfAsync(id, enough);
            return true;
        }
        catch (OperationCanceledException)
        {
            using var cancelled = id.Length == 0 ? null : await SendAsync("cancel", () => new HttpRequestMessage(HttpMethod.Delete, Url($"api/jobs/{id}")), CancellationToken.None);
            return false;
        }
    }

    private async Task<(Outcome Outcome, string Detail)> DriveAsync(Board board, TimeSpan? cancelAfter, CancellationToken cancellation)
    {
        var key = Guid.NewGuid().ToString("N");
        using var started = await SendAsync("start", () => Start(board, key), cancellation);
        if (started.StatusCode != HttpStatusCode.Accepted)
        {
            return (Outcome.Coded, await CodeAsync(started, cancellation));
        }

        var id = (await JsonAsync(started, cancellation)).GetProperty("id").GetString()!;
        if (cancelAfter is { } wait)
        {
            await Task.Delay(wait, cancellation);
            using var cancelled = await SendAsync("cancel", () => new HttpRequestMessage(HttpMethod.Delete, Url($"api/jobs/{id}")), cancellation);
        }

        var end = await EndOfAsync(id, cancellation);
        return end.Status switch
        {
            "done" => await FetchAsync(id, board, cancellation),
            "cancelled" when cancelAfter is not null => (Outcome.Cancelled, ""),
            _ when end.Codes.Length > 0 => (Outcome.Coded, $"{end.Status} {end.Codes}"),
            _ => (Outcome.Lost, $"{end.Status} without a code"),
        };
    }

    private HttpRequestMessage Start(Board board, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Url("api/jobs")) { Content = new ByteArrayContent(board.Project) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    /// <summary>Polls until the job has ended.</summary>
    private async Task<JobEnd> EndOfAsync(string id, CancellationToken cancellation)
    {
        var pause = FirstPause;
        while (true)
        {
            using var answer = await SendAsync("status", () => new HttpRequestMessage(HttpMethod.Get, Url($"api/jobs/{id}")), cancellation);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return new JobEnd("unknown to the service", "");
            }

            if (answer.IsSuccessStatusCode)
            {
                var job = await JsonAsync(answer, cancellation);
                if (JobEnd.Of(job) is { } end)
                {
                    return end;
                }
            }

            await Task.Delay(pause, cancellation);
            pause = pause * 1.3 < LongestPause ? pause * 1.3 : LongestPause;
        }
    }

    private async Task<(Outcome Outcome, string Detail)> FetchAsync(string id, Board board, CancellationToken cancellation)
    {
        using var list = await SendAsync("list", () => new HttpRequestMessage(HttpMethod.Get, Url($"api/jobs/{id}/artifacts")), cancellation);
        if (!list.IsSuccessStatusCode || JobEnd.ZipOf(await JsonAsync(list, cancellation)) is not { } zip)
        {
            return (Outcome.Lost, "completed without a zip");
        }

        using var answer = await SendAsync("download", () => new HttpRequestMessage(HttpMethod.Get, Url($"api/jobs/{id}/artifacts/{Uri.EscapeDataString(zip)}")), cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            return (Outcome.Lost, $"completed, but its zip is answered with HTTP {(int)answer.StatusCode}");
        }

        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return bytes.AsSpan().SequenceEqual(board.Expected)
            ? (Outcome.Done, "")
            : (Outcome.Corrupt, $"{zip}: {bytes.Length} bytes, not the expected ones");
    }

    /// <summary>Sends until an answer arrives that is not «try again»; what the network or a busy service refuses is counted and repeated.</summary>
    private async Task<HttpResponseMessage> SendAsync(string kind, Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var begun = Stopwatch.GetTimestamp();
            try
            {
                using var request = make();
                var answer = await http.SendAsync(request, cancellation);
                await answer.Content.LoadIntoBufferAsync(cancellation);
                var again = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway;
                measurements.AddRequest(kind, Stopwatch.GetElapsedTime(begun).TotalSeconds, !again && (int)answer.StatusCode < 500);
                if (!again)
                {
                    return answer;
                }

                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(200), cancellation);
                answer.Dispose();
            }
            catch (HttpRequestException)
            {
                measurements.AddRequest(kind, Stopwatch.GetElapsedTime(begun).TotalSeconds, ok: false);
                await Task.Delay(100, cancellation);
            }
        }
    }

    private Uri Url(string path) => new(host, path);

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, CancellationToken cancellation) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsByteArrayAsync(cancellation));

    private static async Task<string> CodeAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return $"HTTP {(int)answer.StatusCode} {text[..Math.Min(text.Length, 120)]}";
    }
}
