using System.Net;
using System.Text;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Http.Compatible;
using MakeDevice.Functions.Tests.EndToEnd;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Tests.Http;

/// <summary>More jobs than the service takes are refused at the door, and told when to come again.</summary>
public sealed class AdmissionTests
{
    [Fact]
    public async Task A_start_beyond_the_limit_is_refused_until_a_job_has_ended()
    {
        using var app = new FakeApp(("MaxActiveJobs", "2"));
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(app)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(app)).StatusCode);
        var refused = await StartAsync(app);
        Assert.Equal((HttpStatusCode.TooManyRequests, "TOO_MANY_JOBS", "10"), (refused.StatusCode, refused.ErrorCode(), refused.Header("Retry-After")));
        Assert.Equal(2, app.Client.Started.Count);

        app.Client.Instances.Remove(app.Client.Started[0].Id);
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(app)).StatusCode);
    }

    [Fact]
    public async Task Jobs_that_other_machines_started_count_and_ended_ones_do_not()
    {
        using var app = new FakeApp(("MaxActiveJobs", "2"));
        app.Client.Add(OrchestrationRuntimeStatus.Completed);
        app.Client.Add(OrchestrationRuntimeStatus.Terminated);
        app.Client.Add(OrchestrationRuntimeStatus.Pending);
        app.Client.Add(OrchestrationRuntimeStatus.Running);
        Assert.Equal("TOO_MANY_JOBS", (await StartAsync(app)).ErrorCode());
    }

    [Fact]
    public async Task The_hub_is_not_asked_for_every_start_and_never_where_there_is_no_limit()
    {
        using var limited = new FakeApp(("MaxActiveJobs", "50"));
        using var free = new FakeApp(("MaxActiveJobs", "0"));
        for (var i = 0; i < 10; i++)
        {
            await StartAsync(limited);
            await StartAsync(free);
        }

        Assert.Equal((1, 0), (limited.Client.Listings, free.Client.Listings));
    }

    [Fact]
    public async Task Where_the_disk_has_no_room_for_another_job_the_first_one_has_it_alone()
    {
        using var app = new FakeApp(("JobMegabytes", "1000000")); // no disk of a test has room for two of them
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(app)).StatusCode);
        var refused = await StartAsync(app);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "STORAGE_UNAVAILABLE"), (refused.StatusCode, refused.ErrorCode()));
        Assert.NotNull(refused.Header("Retry-After"));

        app.Client.Instances.Remove(Assert.Single(app.Client.Started).Id);
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(app)).StatusCode);
    }

    [Fact]
    public async Task The_existing_front_end_is_refused_too()
    {
        using var app = new FakeApp(("MaxActiveJobs", "1"));
        await StartAsync(app);
        var project = Encoding.UTF8.GetString(Boards.Variant("small", "too many"));
        var body = System.Text.Json.JsonSerializer.Serialize(new { endpoint = "routingStart", project });
        var request = FakeRequest.Post(body);
        var refused = await app.Function<RoutingStartFunction>().RunAsync(request, app.Client, request.FunctionContext);
        Assert.Equal((HttpStatusCode.TooManyRequests, "10"), (refused.StatusCode, refused.Header("Retry-After")));
    }

    private static Task<HttpResponseData> StartAsync(FakeApp app)
    {
        var request = FakeRequest.Post(Encoding.UTF8.GetString(Boards.Variant("small", "admitted")));
        return app.Function<StartJobFunction>().RunAsync(request, app.Client, request.FunctionContext);
    }
}
