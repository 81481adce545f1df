using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Local.Tests.Hosting;

/// <summary>The durable endpoints against the form that Microsoft documents ("HTTP APIs in Durable Functions").</summary>
public sealed class ManagementApiTests
{
    private const string Instances = "/runtime/webhooks/durabletask/instances";

    [Fact]
    public async Task AJob_FromStartToPurge()
    {
        await using HostFixture host = await HostFixture.StartAsync();

        using HttpResponseMessage started = await host.PostAsync("/start/job-1", "[1,2,3]");
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal($"{host.Client.BaseAddress}runtime/webhooks/durabletask/instances/job-1", started.Headers.Location!.AbsoluteUri);
        using JsonDocument urls = JsonDocument.Parse(await started.Content.ReadAsStringAsync());
        Assert.Equal("job-1", urls.RootElement.GetProperty("Id").GetString());
        Assert.EndsWith("/job-1/raiseEvent/{eventName}", urls.RootElement.GetProperty("SendEventPostUri").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("/job-1/terminate?reason={text}", urls.RootElement.GetProperty("TerminatePostUri").GetString(), StringComparison.Ordinal);

        await host.UntilAsync(async () => (await host.GetAsync($"{Instances}/job-1")).Body.Contains("adding", StringComparison.Ordinal));
        using HttpResponseMessage running = await host.Client.GetAsync($"{Instances}/job-1");
        Assert.Equal(HttpStatusCode.Accepted, running.StatusCode);
        Assert.Equal($"{host.Client.BaseAddress}runtime/webhooks/durabletask/instances/job-1", running.Headers.Location!.AbsoluteUri);
        Assert.Equal("5", running.Headers.RetryAfter!.ToString());
        Assert.Equal(
            """{"name":"Sum","instanceId":"job-1","runtimeStatus":"Running","input":[1,2,3],"customStatus":{"phase":"adding"},"output":null,"createdTime":"T","lastUpdatedTime":"T"}""",
            WithoutTimes(await running.Content.ReadAsStringAsync()));

        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync($"{Instances}/job-1/raiseEvent/go", "true")).StatusCode);
        await host.UntilAsync(async () => (await host.GetAsync($"{Instances}/job-1")).Code == HttpStatusCode.OK);
        Assert.Equal(
            """{"name":"Sum","instanceId":"job-1","runtimeStatus":"Completed","input":null,"customStatus":{"phase":"adding"},"output":12,"createdTime":"T","lastUpdatedTime":"T"}""",
            WithoutTimes((await host.GetAsync($"{Instances}/job-1?showInput=false")).Body));
        Assert.Equal(["Double 1 for job-1", "Double 2 for job-1", "Double 3 for job-1"],
            host.Notebook.Lines.Where(line => line.StartsWith("Double", StringComparison.Ordinal)).Order());

        Assert.Equal(HttpStatusCode.Gone, (await host.PostAsync($"{Instances}/job-1/raiseEvent/go", "true")).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await host.PostAsync($"{Instances}/job-1/terminate?reason=x", "")).StatusCode);
        using HttpResponseMessage purged = await host.Client.DeleteAsync($"{Instances}/job-1");
        Assert.Equal("""{"instancesDeleted":1}""", await purged.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync($"{Instances}/job-1")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.DeleteAsync($"{Instances}/job-1")).StatusCode);
    }

    [Fact]
    public async Task WithoutKeys_AStrangerMayAskByIdOnly()
    {
        await using HostFixture host = await HostFixture.StartAsync();
        await host.PostAsync("/start/mine", "[1]");
        Assert.Contains("mine", (await host.GetAsync(Instances)).Body, StringComparison.Ordinal);

        host.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        Assert.Equal(HttpStatusCode.Accepted, (await host.GetAsync($"{Instances}/mine")).Code);
        (HttpStatusCode code, string body) = await host.GetAsync(Instances);
        Assert.Equal(HttpStatusCode.Unauthorized, code);
        Assert.DoesNotContain("mine", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.DeleteAsync($"{Instances}?createdTimeFrom=2000-01-01")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostAsync("/runtime/webhooks/durabletask/orchestrators/Sum/other", "[1]")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync($"{Instances}/other")).Code);
    }

    [Fact]
    public async Task WithKeys_TheSystemKeyListsFromAnywhere()
    {
        await using HostFixture host = await HostFixture.StartAsync(keys: true);
        host.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync(Instances)).Code);
        host.Client.DefaultRequestHeaders.Add("x-functions-key", HostFixture.SystemKey);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync(Instances)).Code);
    }

    [Fact]
    public async Task History_IsShownOnRequest()
    {
        await using HostFixture host = await HostFixture.StartAsync();
        await host.PostAsync("/start/h", "[5]");
        await host.PostAsync($"{Instances}/h/raiseEvent/go", "true");
        await host.UntilAsync(async () => (await host.GetAsync($"{Instances}/h")).Code == HttpStatusCode.OK);

        using JsonDocument shown = JsonDocument.Parse((await host.GetAsync($"{Instances}/h?showHistory=true&showHistoryOutput=true")).Body);
        List<JsonElement> events = [.. shown.RootElement.GetProperty("historyEvents").EnumerateArray()];

        Assert.Equal("ExecutionStarted", events[0].GetProperty("EventType").GetString());
        Assert.Equal("Sum", events[0].GetProperty("FunctionName").GetString());
        JsonElement task = events.Single(e => e.GetProperty("EventType").GetString() == "TaskCompleted");
        Assert.Equal("Twice", task.GetProperty("FunctionName").GetString());
        Assert.Equal(10, task.GetProperty("Result").GetInt32());
        Assert.True(task.GetProperty("ScheduledTime").GetDateTime() <= task.GetProperty("Timestamp").GetDateTime());
        Assert.Single(events, e => e.GetProperty("EventType").GetString() == "EventRaised");
        Assert.Equal("ExecutionCompleted", events[^1].GetProperty("EventType").GetString());
        Assert.Equal("Completed", events[^1].GetProperty("OrchestrationStatus").GetString());
        Assert.DoesNotContain("historyEvents", (await host.GetAsync($"{Instances}/h")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminate_Suspend_AndResume()
    {
        await using HostFixture host = await HostFixture.StartAsync();
        await host.PostAsync("/start/t", "[]");

        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync($"{Instances}/t/suspend?reason=pause", "")).StatusCode);
        await host.UntilAsync(async () => await StatusAsync(host, "t") == "Suspended");
        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync($"{Instances}/t/resume?reason=on", "")).StatusCode);
        await host.UntilAsync(async () => await StatusAsync(host, "t") == "Running");
        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync($"{Instances}/t/terminate?reason=enough", "")).StatusCode);
        await host.UntilAsync(async () => (await host.GetAsync($"{Instances}/t")).Code == HttpStatusCode.OK);
        (_, string body) = await host.GetAsync($"{Instances}/t");

        Assert.Contains("\"runtimeStatus\":\"Terminated\"", body, StringComparison.Ordinal);
        Assert.Contains("\"output\":\"enough\"", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync($"{Instances}/t/dance", "")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync($"{Instances}/unknown/terminate", "")).StatusCode);
    }

    [Fact]
    public async Task Start_ByName_ValidatesAndAnswersTheUrls()
    {
        await using HostFixture host = await HostFixture.StartAsync();
        const string Orchestrators = "/runtime/webhooks/durabletask/orchestrators";

        using HttpResponseMessage started = await host.PostAsync($"{Orchestrators}/Sum/mine", "[4]");
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal("10", started.Headers.RetryAfter!.ToString());
        string address = $"{host.Client.BaseAddress}runtime/webhooks/durabletask/instances/mine";
        Assert.Equal(
            $$"""{"id":"mine","statusQueryGetUri":"{{address}}","sendEventPostUri":"{{address}}/raiseEvent/{eventName}","terminatePostUri":"{{address}}/terminate?reason={text}","purgeHistoryDeleteUri":"{{address}}","restartPostUri":"{{address}}/restart","suspendPostUri":"{{address}}/suspend?reason={text}","resumePostUri":"{{address}}/resume?reason={text}"}""",
            await started.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.Conflict, (await host.PostAsync($"{Orchestrators}/Sum/mine", "[4]")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync($"{Orchestrators}/Nothing/x", "[4]")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync($"{Orchestrators}/Sum/x", "[4")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync($"{Orchestrators}/Sum/a%2Fb", "[4]")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync($"{Instances}/mine/raiseEvent/go", "tru")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync($"{Instances}/mine/raiseEvent/go", "true", "text/plain")).StatusCode);
    }

    [Fact]
    public async Task AFailure_Is200_Or500OnRequest()
    {
        await using HostFixture host = await HostFixture.StartAsync();
        await host.PostAsync("/runtime/webhooks/durabletask/orchestrators/Fails/f?timeout=20", "\"luck\"");
        await host.UntilAsync(async () => (await host.GetAsync($"{Instances}/f")).Code == HttpStatusCode.OK);

        (_, string body) = await host.GetAsync($"{Instances}/f");
        Assert.Contains("\"runtimeStatus\":\"Failed\"", body, StringComparison.Ordinal);
        Assert.Contains("\"output\":\"no luck\"", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InternalServerError, (await host.GetAsync($"{Instances}/f?returnInternalServerErrorOnFailure=true")).Code);
    }

    [Fact]
    public async Task Listing_FiltersAndPages()
    {
        await using HostFixture host = await HostFixture.StartAsync();
        foreach (string id in new[] { "a1", "a2", "b1" })
        {
            await host.PostAsync($"/start/{id}", "[]");
        }

        await host.PostAsync($"{Instances}/a2/terminate", "");
        await host.UntilAsync(async () => await StatusAsync(host, "a2") == "Terminated");

        Assert.Equal(["a1", "a2", "b1"], await IdsAsync(host, ""));
        Assert.Equal(["a1", "a2"], await IdsAsync(host, "?instanceIdPrefix=a"));
        Assert.Equal(["a2"], await IdsAsync(host, "?runtimeStatus=Terminated,Failed"));
        Assert.Empty(await IdsAsync(host, "?createdTimeTo=2001-01-01T00:00:00Z"));
        using HttpResponseMessage first = await host.Client.GetAsync($"{Instances}?top=2");
        using HttpRequestMessage next = new(HttpMethod.Get, $"{Instances}?top=2");
        next.Headers.Add("x-ms-continuation-token", first.Headers.GetValues("x-ms-continuation-token").Single());
        using HttpResponseMessage second = await host.Client.SendAsync(next);
        Assert.Contains("\"b1\"", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.DeleteAsync(Instances)).StatusCode);
        using HttpResponseMessage purged = await host.Client.DeleteAsync($"{Instances}?createdTimeFrom=2001-01-01&runtimeStatus=Terminated");
        Assert.Equal("""{"instancesDeleted":1}""", await purged.Content.ReadAsStringAsync());
        Assert.Equal(["a1", "b1"], await IdsAsync(host, ""));
    }

    [Fact]
    public async Task ARestartedHost_GoesOn()
    {
        HostFixture first = await HostFixture.StartAsync();
        await first.PostAsync("/start/r", "[20,1]");
        await first.UntilAsync(() => Task.FromResult(first.Notebook.Lines.Count(line => line.StartsWith("Double", StringComparison.Ordinal)) == 2));

        await using HostFixture second = await first.RestartAsync();
        await second.PostAsync($"{Instances}/r/raiseEvent/go", "true");
        await second.UntilAsync(async () => (await second.GetAsync($"{Instances}/r")).Code == HttpStatusCode.OK);

        Assert.Contains("\"output\":42", (await second.GetAsync($"{Instances}/r")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHundredJobsAtOnce_EachGetTheirOwnResult()
    {
        await using HostFixture host = await HostFixture.StartAsync();

        string[] outputs = await Task.WhenAll(Enumerable.Range(0, 100).Select(async n =>
        {
            (await host.PostAsync($"/start/n{n}", $"[{n},{n},{n}]")).EnsureSuccessStatusCode();
            (await host.PostAsync($"{Instances}/n{n}/raiseEvent/go", "true")).EnsureSuccessStatusCode();
            await host.UntilAsync(async () => (await host.GetAsync($"{Instances}/n{n}")).Code == HttpStatusCode.OK);
            using JsonDocument end = JsonDocument.Parse((await host.GetAsync($"{Instances}/n{n}")).Body);
            return end.RootElement.GetProperty("output").ToString();
        }));

        Assert.Equal(Enumerable.Range(0, 100).Select(n => $"{6 * n}"), outputs);
    }

    private static async Task<string> StatusAsync(HostFixture host, string id)
    {
        using JsonDocument status = JsonDocument.Parse((await host.GetAsync($"{Instances}/{id}")).Body);
        return status.RootElement.GetProperty("runtimeStatus").GetString()!;
    }

    private static async Task<string[]> IdsAsync(HostFixture host, string query)
    {
        using JsonDocument list = JsonDocument.Parse((await host.GetAsync(Instances + query)).Body);
        return [.. list.RootElement.EnumerateArray().Select(e => e.GetProperty("instanceId").GetString()!)];
    }

    private static string WithoutTimes(string json) => Regex.Replace(json, """\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ""", "T");
}
