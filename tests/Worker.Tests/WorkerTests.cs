using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Tests.EndToEnd;
using MakeDevice.StandInHost;

namespace MakeDevice.Worker.Tests;

/// <summary>The real worker process with the real Functions and Durable Task SDK: what it declares, what it answers, a board from end to end.</summary>
public sealed class WorkerTests(RunningApp app) : IClassFixture<RunningApp>
{
    /// <summary>Name, trigger, methods and route or schedule, level of access.</summary>
    private static readonly string[] Declared =
    [
        "Advance activityTrigger",
        "ApiDocs httpTrigger get,head api/docs Anonymous",
        "ArtifactsFromRoute httpTrigger post,options artifactsFromRoute Anonymous",
        "AskToStop activityTrigger",
        "CancelJob httpTrigger delete api/jobs/{id} Function",
        "Check httpTrigger post api/check Anonymous",
        "Editor httpTrigger get,head / Anonymous",
        "EditorFile httpTrigger get,head editor/{*path} Anonymous",
        "Fabricate activityTrigger",
        "GetArtifact httpTrigger get,head api/jobs/{id}/artifacts/{name} Function",
        "GetCopper httpTrigger get,head api/jobs/{id}/copper Function",
        "GetJob httpTrigger get,head api/jobs/{id} Function",
        "GetJobEvents httpTrigger get,head api/jobs/{id}/events Function",
        "GetModulePicture httpTrigger get,head api/modules/{key}/picture.svg Anonymous",
        "GetPreview httpTrigger get,head api/jobs/{id}/preview/{picture} Anonymous",
        "Health httpTrigger get,head api/health Anonymous",
        "IsAbandoned activityTrigger",
        "KeepPartial activityTrigger",
        "ListArtifacts httpTrigger get,head api/jobs/{id}/artifacts Function",
        "ListModules httpTrigger get,head api/modules Anonymous",
        "MakePanel orchestrationTrigger",
        "MakePanelFiles activityTrigger",
        "OpenApi httpTrigger get,head openapi.json Anonymous",
        "Package activityTrigger",
        "PackagePanel activityTrigger",
        "PanelizeProgress httpTrigger post,options panelizeProgress Anonymous",
        "PanelizeStart httpTrigger post,options panelizeStart Anonymous",
        "PcbArtifact httpTrigger post,options pcbArtifact Anonymous",
        "Preflight httpTrigger options api/{*path} Anonymous",
        "Prepare activityTrigger",
        "PreparePanel activityTrigger",
        "ProjectSchema httpTrigger get project.schema.json Anonymous",
        "PurgeJob httpTrigger delete api/jobs/{id}/history Function",
        "PurgeOldJobs timerTrigger 0 17 * * * *",
        "Route activityTrigger",
        "RouteBoard orchestrationTrigger",
        "RoutingProgress httpTrigger post,options routingProgress Anonymous",
        "RoutingStart httpTrigger post,options routingStart Anonymous",
        "StartJob httpTrigger post api/jobs Function",
        "StartPanel httpTrigger post api/panels Function",
        "TerminateJob httpTrigger post api/jobs/{id}/terminate Function",
    ];

    /// <summary>The host takes the worker's spans and log lines for its own affair then, as telemetryMode in host.json says for the host's.</summary>
    [Fact]
    public void The_worker_tells_that_it_exports_its_telemetry_itself()
    {
        Assert.Equal(bool.TrueString, app.Host.Capabilities["WorkerOpenTelemetryEnabled"]);
        using var host = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RunningApp.Folder, "host.json")));
        Assert.Equal("OpenTelemetry", host.RootElement.GetProperty("telemetryMode").GetString());
    }

    [Fact]
    public void The_worker_declares_every_function_with_its_trigger_route_and_access() =>
        Assert.Equal(Declared, app.Host.Functions.Select(Told).Order(StringComparer.Ordinal));

    [Fact]
    public void The_generated_metadata_names_the_same_functions()
    {
        var metadata = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RunningApp.Folder, "functions.metadata"))).RootElement;
        Assert.Equal(
            app.Host.Functions.Select(f => f.Name).Order(StringComparer.Ordinal),
            metadata.EnumerateArray().Select(f => f.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Health_needs_no_key_and_a_job_does()
    {
        Assert.Equal(HttpStatusCode.OK, (await app.Anonymous.GetAsync("api/health")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anonymous.GetAsync("api/jobs/0123456789ABCDEFGHIJab")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("api/jobs/0123456789ABCDEFGHIJab")).StatusCode);
    }

    [Fact]
    public async Task A_job_becomes_the_zip_that_the_core_makes()
    {
        var project = Boards.Variant("small", "under the worker");
        var started = await app.StartAsync(project);
        var job = started.GetProperty("id").GetString()!;
        var end = await app.EndOfAsync(job);
        Assert.True(end.GetProperty("status").GetString() == "done", end.ToString());
        var name = end.GetProperty("output").GetProperty("artifact").GetString()!;
        var zip = await app.Http.GetByteArrayAsync($"api/jobs/{job}/artifacts/{Uri.EscapeDataString(name)}");
        Assert.Equal(await Boards.ExpectedZipAsync(project), zip);

        using var picture = await app.Anonymous.GetAsync($"api/jobs/{job}/preview/front.svg");
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Every_documented_example_works() => Assert.True((await DocumentedExamples.RunAsync(app.Http)).Count > 15);

    [Fact]
    public async Task A_replayed_start_is_the_same_job()
    {
        var project = Boards.Variant("small", "replayed");
        var first = await app.StartAsync(project, "one-key");
        var second = await app.StartAsync(project, "one-key");
        Assert.Equal(first.GetProperty("id").GetString(), second.GetProperty("id").GetString());
        Assert.Equal("done", (await app.EndOfAsync(first.GetProperty("id").GetString()!)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_cancelled_job_ends_as_cancelled_and_can_be_forgotten()
    {
        var job = (await app.StartAsync(Boards.Variant("dense", "cancelled"))).GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.Accepted, (await app.Http.DeleteAsync($"api/jobs/{job}")).StatusCode);
        Assert.Equal("cancelled", (await app.EndOfAsync(job)).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, await ForgetAsync(job));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync($"api/jobs/{job}")).StatusCode);
    }

    /// <summary>Asks again where an activity still writes, as the answer tells a client to.</summary>
    private async Task<HttpStatusCode> ForgetAsync(string job)
    {
        for (var tries = 1; ; tries++)
        {
            using var answer = await app.Http.DeleteAsync($"api/jobs/{job}/history");
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || tries == 5)
            {
                return answer.StatusCode;
            }

            await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value);
        }
    }

    [Fact]
    public async Task An_invalid_project_ends_with_its_issues()
    {
        var job = (await app.StartAsync("{\"name\":\"x\"}"u8.ToArray())).GetProperty("id").GetString()!;
        var end = await app.EndOfAsync(job);
        Assert.Equal("invalid", end.GetProperty("status").GetString());
        Assert.Contains("PROJECT_INVALID", end.GetProperty("output").GetProperty("issues")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_existing_front_ends_endpoints_carry_a_board()
    {
        var project = Boards.Variant("small", "compatible");
        var started = await PostAsync("routingStart", new { endpoint = "routingStart", project = Encoding.UTF8.GetString(project) });
        var jobId = started.GetProperty("result").GetProperty("jobId").GetString();
        JsonElement progress;
        do
        {
            await Task.Delay(100);
            progress = await PostAsync("routingProgress", new { endpoint = "routingProgress", jobId });
            Assert.False(progress.TryGetProperty("error", out var error), error.ToString());
        }
        while (!progress.GetProperty("result").GetProperty("completed").GetBoolean());

        var artifact = await PostAsync("pcbArtifact", new { endpoint = "pcbArtifact", jobId });
        Assert.Equal(await Boards.ExpectedZipAsync(project), artifact.GetProperty("result").GetProperty("zipFile").GetBytesFromBase64());
    }

    [Fact]
    public async Task The_timer_purges_without_an_error() => await app.Host.RunTimerAsync("PurgeOldJobs", CancellationToken.None);

    [Fact]
    public async Task Where_application_insights_is_configured_its_exporter_runs()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // only Linux shows what a process has loaded
        }

        for (var patience = 0; patience < 100 && !Loaded().Contains("Azure.Monitor.OpenTelemetry.Exporter.dll", StringComparison.Ordinal); patience++)
        {
            await Task.Delay(100);
        }

        Assert.Contains("Azure.Monitor.OpenTelemetry.Exporter.dll", Loaded(), StringComparison.Ordinal);

        string Loaded() => File.ReadAllText($"/proc/{app.Host.WorkerProcessId}/maps");
    }

    [Fact]
    public async Task No_key_of_the_host_or_its_storage_is_logged_or_answered()
    {
        var started = await app.StartAsync(Boards.Variant("small", "secrets"));
        var end = await app.EndOfAsync(started.GetProperty("id").GetString()!);
        var failed = await app.EndOfAsync((await app.StartAsync("{}"u8.ToArray())).GetProperty("id").GetString()!);
        var written = string.Join('\n', app.Host.Log.Append(started.ToString()).Append(end.ToString()).Append(failed.ToString()));
        Assert.Contains("Job ", written, StringComparison.Ordinal);
        Assert.All(
            [FunctionsHost.FunctionKey, FunctionsHost.SystemKey, RunningApp.StorageKey, RunningApp.InstrumentationKey, "AccountKey", "code="],
            secret => Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await app.Anonymous.PostAsJsonAsync(path, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string Told(HostedFunction function) => function.Trigger switch
    {
        "httpTrigger" => $"{function.Name} {function.Trigger} {string.Join(',', function.Methods)} {function.Route} {function.Access}",
        "timerTrigger" => $"{function.Name} {function.Trigger} {function.Schedule}",
        _ => $"{function.Name} {function.Trigger}",
    };
}
