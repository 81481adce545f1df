using System.Collections.Concurrent;
using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Hosting;

public sealed record Greeting(string Name, int Times);

/// <summary>A service that the functions take, and where they leave traces.</summary>
public sealed class Notebook
{
    public ConcurrentQueue<string> Lines { get; } = new();
}

/// <summary>HTTP functions for the tests, written as an app would write them.</summary>
public sealed class SampleHttpFunctions(Notebook notebook, ILogger<SampleHttpFunctions> logger)
{
    [Function("Echo")]
    public async Task<HttpResponseData> EchoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequestData request, FunctionContext context)
    {
        Greeting? greeting = await request.ReadFromJsonAsync<Greeting>(context.CancellationToken);
        HttpResponseData response = request.CreateResponse(HttpStatusCode.Created);
        response.Headers.Add("X-Query", request.Query["q"] ?? "none");
        response.Headers.Add("X-Forwarded", string.Join(",", request.Headers.GetValues("X-Forwarded-For")));
        response.Cookies.Append("seen", request.Cookies.FirstOrDefault()?.Value ?? "no");
        await response.WriteAsJsonAsync(greeting);
        return response;
    }

    [Function("ByNumber")]
    public HttpResponseData ByNumber([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:int}/{part?}")] HttpRequestData request, int id, string? part) =>
        Text(request, $"number {id} {part ?? "whole"}");

    [Function("ByName")]
    public HttpResponseData ByName([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{name}")] HttpRequestData request, string name) =>
        Text(request, $"name {name}");

    [Function("ItemsNew")]
    public static HttpResponseData ItemsNew([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/new")] HttpRequestData request) => Text(request, "new");

    [Function("Rest")]
    public HttpResponseData Rest([HttpTrigger(AuthorizationLevel.Anonymous, "options", "get", Route = "files/{*path}")] HttpRequestData request, string path) =>
        Text(request, $"rest {path}");

    [Function("Locked")]
    public HttpResponseData Locked([HttpTrigger(AuthorizationLevel.Function, "get", Route = "locked")] HttpRequestData request) => Text(request, "open");

    [Function("Admin")]
    public HttpResponseData Admin([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "admins")] HttpRequestData request) => Text(request, "open");

    [Function("Broken")]
    public HttpResponseData Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request)
    {
        logger.LogDebug("about to fail for {Url}", request.Url);
        throw new InvalidOperationException("secret of the house");
    }

    [Function("StartSum")]
    public async Task<HttpResponseData> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{id}")] HttpRequestData request, string id, [DurableClient] DurableTaskClient client)
    {
        int[] numbers = (await request.ReadFromJsonAsync<int[]>())!;
        await client.ScheduleNewOrchestrationInstanceAsync("Sum", numbers, new StartOrchestrationOptions(id));
        notebook.Lines.Enqueue($"started {id}");
        return await client.CreateCheckStatusResponseAsync(request, id);
    }

    private static HttpResponseData Text(HttpRequestData request, string text)
    {
        HttpResponseData response = request.CreateResponse(HttpStatusCode.OK);
        response.WriteString(text);
        return response;
    }
}

public sealed class SampleDurableFunctions(Notebook notebook)
{
    [Function("Sum")]
    public static async Task<int> SumAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        int[] numbers = context.GetInput<int[]>()!;
        context.SetCustomStatus(new { phase = "adding" });
        int[] doubled = await Task.WhenAll(numbers.Select(n => context.CallActivityAsync<int>("Twice", n)));
        await context.WaitForExternalEvent<bool>("go");
        return doubled.Sum();
    }

    [Function("Fails")]
    public static Task FailsAsync([OrchestrationTrigger] TaskOrchestrationContext context) => throw new InvalidOperationException($"no {context.GetInput<string>()}");

    [Function(nameof(Double))]
    public int Double([ActivityTrigger(Activity = "Twice")] int n, string instanceId, FunctionContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        notebook.Lines.Enqueue($"{context.FunctionDefinition.Name} {n} for {instanceId}");
        return 2 * n;
    }

    [Function("Tick")]
    public Task TickAsync([TimerTrigger("%TickEvery%")] TimerInfo timer)
    {
        notebook.Lines.Enqueue($"tick {timer.IsPastDue}");
        return Task.CompletedTask;
    }
}
