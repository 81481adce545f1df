using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using MakeDevice.Functions.Http;
using MakeDevice.Hub;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using OrchestrationQuery = Microsoft.DurableTask.Client.OrchestrationQuery;
using PurgeResult = Microsoft.DurableTask.Client.PurgeResult;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// The durable extension's HTTP API, <c>/runtime/webhooks/durabletask/…</c>: same paths, parameters, codes and JSON (HttpApiHandler in
/// azure-functions-durable-extension). Entities and rewind are not here. Where no key opens these endpoints, a job's id does, as in the URLs of
/// its start; what needs no id (list, start, purge many) is then for this machine's own processes only, so that no stranger learns an id.
/// </summary>
/// <param name="hub">There when the hub is open; requests wait for it.</param>
/// <param name="keys">What opens these endpoints, and may be in the URLs that a start answers.</param>
/// <param name="proxies">Whose word counts for the URLs in answers.</param>
internal sealed class ManagementApi(Task<HubClient> hub, AccessKeys keys, TrustedProxies proxies)
{
    public const string Path = "/runtime/webhooks/durabletask/";

    private const int WhileRunningSeconds = 5;
    private const int AfterStartSeconds = 10;
    private const int LargestPage = 1000;
    private const string ContinuationToken = "x-ms-continuation-token";

    private HubClient Client => hub.Result;

    /// <param name="path">Below <see cref="Path"/>.</param>
    public async Task HandleAsync(HttpContext http, string path)
    {
        string[] parts = [.. path.Trim('/').Split('/').Select(part => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase))];
        if (!keys.AreRequired && parts is ["instances"] or ["orchestrators", ..] && !RequestGuard.ComesFromHere(http))
        {
            await ErrorAsync(http, StatusCodes.Status401Unauthorized, "Without keys (serve --require-keys) only processes of this machine may ask for this.", null);
            return;
        }

        await hub;
        try
        {
            await ((http.Request.Method, parts) switch
            {
                ("GET", ["instances"]) => ListAsync(http),
                ("DELETE", ["instances"]) => PurgeManyAsync(http),
                ("GET", ["instances", var id]) => ShowAsync(http, id),
                ("DELETE", ["instances", var id]) => PurgeAsync(http, id),
                ("POST", ["instances", var id, var operation]) => SteerAsync(http, id, operation),
                ("POST", ["instances", var id, "raiseEvent", var name]) => RaiseAsync(http, id, name),
                ("POST", ["orchestrators", var name]) => StartAsync(http, name, null),
                ("POST", ["orchestrators", var name, var id]) => StartAsync(http, name, id),
                _ => CodeAsync(http, StatusCodes.Status404NotFound),
            });
        }
        catch (ArgumentException refused)
        {
            await ErrorAsync(http, StatusCodes.Status400BadRequest, "One or more of the arguments submitted is incorrect", refused.Message);
        }
    }

    private async Task ShowAsync(HttpContext http, string id)
    {
        if (await Client.FindAsync(id) is not { } state)
        {
            await CodeAsync(http, StatusCodes.Status404NotFound);
            return;
        }

        bool ended = state.OrchestrationStatus.IsEnded();
        if (!ended)
        {
            http.Response.Headers.Location = HostHttpRequest.Origin(http, proxies) + HostHttpRequest.AbsoluteUrl(http.Request).PathAndQuery;
            http.Response.Headers.RetryAfter = WhileRunningSeconds.ToString(CultureInfo.InvariantCulture);
        }

        bool failed = state.OrchestrationStatus == OrchestrationStatus.Failed && Flag(http, "returnInternalServerErrorOnFailure", false);
        int code = !ended ? StatusCodes.Status202Accepted
            : failed ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status200OK;
        IReadOnlyList<HistoryEvent>? history = Flag(http, "showHistory", false) ? await Client.ReadHistoryAsync(state) : null;
        InstanceJson json = new(Flag(http, "showInput", true), Flag(http, "showHistoryOutput", false));
        await JsonAsync(http, code, json.Of(state, history));
    }

    private async Task ListAsync(HttpContext http)
    {
        IQueryCollection query = http.Request.Query;
        OrchestrationQuery filter = new(
            Time(query["createdTimeFrom"]),
            Time(query["createdTimeTo"]),
            Statuses(query) is { Count: > 0 } statuses ? statuses : null,
            InstanceIdPrefix: query.TryGetValue("instanceIdPrefix", out var prefix) ? prefix.ToString() : null,
            PageSize: int.TryParse(query["top"], NumberStyles.None, CultureInfo.InvariantCulture, out int top) && top is > 0 and < LargestPage ? top : LargestPage,
            FetchInputsAndOutputs: true,
            ContinuationToken: http.Request.Headers.TryGetValue(ContinuationToken, out var token) && token != "" ? token.ToString() : null);
        OrchestrationQueryResult page = await Client.QueryAsync(filter, http.RequestAborted);
        http.Response.Headers[ContinuationToken] = page.ContinuationToken ?? "";
        InstanceJson json = new(Flag(http, "showInput", true));
        await JsonAsync(http, StatusCodes.Status200OK, new JsonArray([.. page.OrchestrationState.Select(state => json.Of(state))]));
    }

    private async Task PurgeManyAsync(HttpContext http)
    {
        IQueryCollection query = http.Request.Query;
        if (Time(query["createdTimeFrom"]) is not { } from)
        {
            await JsonAsync(http, StatusCodes.Status400BadRequest, "Please provide value for 'createdTimeFrom' parameter.");
            return;
        }

        PurgeInstancesFilter filter = new(
            from, Time(query["createdTimeTo"]) ?? DateTimeOffset.UtcNow, Statuses(query) is { Count: > 0 } statuses ? statuses : null);
        PurgeResult result = await Client.PurgeAllInstancesAsync(filter, http.RequestAborted);
        await PurgedAsync(http, result.PurgedInstanceCount, result.PurgedInstanceCount > 0);
    }

    private async Task PurgeAsync(HttpContext http, string id)
    {
        bool exists = await Client.FindAsync(id) is not null;
        await PurgedAsync(http, (await Client.PurgeInstanceAsync(id)).PurgedInstanceCount, exists);
    }

    private static Task PurgedAsync(HttpContext http, int count, bool exists) => count == 0 && !exists
        ? CodeAsync(http, StatusCodes.Status404NotFound)
        : JsonAsync(http, StatusCodes.Status200OK, new JsonObject { ["instancesDeleted"] = count });

    private async Task SteerAsync(HttpContext http, string id, string operation)
    {
        string? reason = http.Request.Query.TryGetValue("reason", out var text) ? text.ToString() : null;
        Func<Task>? steer = operation.ToUpperInvariant() switch
        {
            "TERMINATE" => () => Client.TerminateSerializedAsync(id, reason),
            "SUSPEND" => () => Client.SuspendInstanceAsync(id, reason),
            "RESUME" => () => Client.ResumeInstanceAsync(id, reason),
            _ => null,
        };
        if (operation.Equals("restart", StringComparison.OrdinalIgnoreCase))
        {
            await RestartAsync(http, id);
        }
        else if (steer is null)
        {
            await CodeAsync(http, StatusCodes.Status404NotFound);
        }
        else
        {
            await IfRunningAsync(http, id, steer);
        }
    }

    private async Task RaiseAsync(HttpContext http, string id, string name)
    {
        if (await GoneAsync(id) is { } code)
        {
            await CodeAsync(http, code);
        }
        else if (await ReadJsonAsync(http) is { } payload)
        {
            await IfRunningAsync(http, id, () => Client.RaiseSerializedAsync(id, name, payload));
        }
    }

    private async Task StartAsync(HttpContext http, string name, string? id)
    {
        string? input = WholeBody.IsThere(http.Request) ? await ReadJsonAsync(http) : null;
        if (input is null && http.Response.HasStarted)
        {
            return;
        }

        try
        {
            await AnswerStartAsync(http, await Client.ScheduleSerializedAsync(name, input, new StartOrchestrationOptions(id)));
        }
        catch (OrchestrationAlreadyExistsException exists)
        {
            await ErrorAsync(http, StatusCodes.Status409Conflict, exists.Message, null);
        }
    }

    private async Task RestartAsync(HttpContext http, string id)
    {
        OrchestrationState state = await Client.FindAsync(id) ?? throw new ArgumentException($"An orchestration with the instanceId {id} was not found.");
        StartOrchestrationOptions options = new(Flag(http, "restartWithNewInstanceId", true) ? null : id);
        try
        {
            await AnswerStartAsync(http, await Client.ScheduleSerializedAsync(state.Name, state.Input, options));
        }
        catch (OrchestrationAlreadyExistsException exists)
        {
            await ErrorAsync(http, StatusCodes.Status409Conflict, exists.Message, null);
        }
    }

    /// <summary>202 with the management URLs; with <c>timeout</c> (seconds) the output, where it comes in time.</summary>
    private async Task AnswerStartAsync(HttpContext http, string id)
    {
        if (double.TryParse(http.Request.Query["timeout"], NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 3600)
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            limit.CancelAfter(TimeSpan.FromSeconds(seconds));
            try
            {
                await Client.WaitForInstanceCompletionAsync(id, true, limit.Token);
                await ShowAsync(http, id);
                return;
            }
            catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
            {
            }
        }

        string address = HostHttpRequest.Origin(http, proxies) + Path + "instances/" + Uri.EscapeDataString(id);
        string query = keys.UrlKey is null ? "" : $"code={Uri.EscapeDataString(keys.UrlKey)}";
        string first = query.Length == 0 ? "" : "?" + query;
        string more = query.Length == 0 ? "" : "&" + query;
        http.Response.Headers.Location = address + first;
        http.Response.Headers.RetryAfter = AfterStartSeconds.ToString(CultureInfo.InvariantCulture);
        await JsonAsync(http, StatusCodes.Status202Accepted, new JsonObject
        {
            ["id"] = id,
            ["statusQueryGetUri"] = address + first,
            ["sendEventPostUri"] = $"{address}/raiseEvent/{{eventName}}{first}",
            ["terminatePostUri"] = $"{address}/terminate?reason={{text}}{more}",
            ["purgeHistoryDeleteUri"] = address + first,
            ["restartPostUri"] = $"{address}/restart{first}",
            ["suspendPostUri"] = $"{address}/suspend?reason={{text}}{more}",
            ["resumePostUri"] = $"{address}/resume?reason={{text}}{more}",
        });
    }

    private async Task IfRunningAsync(HttpContext http, string id, Func<Task> steer)
    {
        if (await GoneAsync(id) is { } code)
        {
            await CodeAsync(http, code);
            return;
        }

        try
        {
            await steer();
            await CodeAsync(http, StatusCodes.Status202Accepted);
        }
        catch (InvalidOperationException)
        {
            await CodeAsync(http, StatusCodes.Status410Gone); // it ended in between
        }
    }

    /// <summary>404 for an unknown instance, 410 for an ended one, null for one that runs.</summary>
    private async Task<int?> GoneAsync(string id) => await Client.FindAsync(id) switch
    {
        null => StatusCodes.Status404NotFound,
        var state when state.OrchestrationStatus.IsEnded() => StatusCodes.Status410Gone,
        _ => null,
    };

    /// <summary>The body as JSON text; null after a 400 has been sent.</summary>
    private static async Task<string?> ReadJsonAsync(HttpContext http)
    {
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(await WholeBody.ReadAsync(http.Request), default, http.RequestAborted);
            return document.RootElement.GetRawText();
        }
        catch (JsonException malformed)
        {
            await ErrorAsync(
                http, StatusCodes.Status400BadRequest, "Invalid JSON content", $"The body is no JSON: line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}.");
            return null;
        }
    }

    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private static List<OrchestrationRuntimeStatus> Statuses(IQueryCollection query) =>
    [
        .. query["runtimeStatus"].SelectMany(value => (value ?? "").Split(','))
            .Where(name => Enum.TryParse(name, out OrchestrationRuntimeStatus _))
            .Select(Enum.Parse<OrchestrationRuntimeStatus>),
    ];

    private static bool Flag(HttpContext http, string name, bool fallback) => bool.TryParse(http.Request.Query[name], out bool value) ? value : fallback;

    private static Task CodeAsync(HttpContext http, int code)
    {
        http.Response.StatusCode = code;
        http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static Task ErrorAsync(HttpContext http, int code, string message, string? details)
    {
        JsonObject error = new() { ["Message"] = message };
        if (details is not null)
        {
            error["ExceptionMessage"] = details;
        }

        return JsonAsync(http, code, error);
    }

    private static async Task JsonAsync(HttpContext http, int code, JsonNode body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }
}
