using MakeDevice.StandInHost.Rpc;

namespace MakeDevice.StandInHost;

/// <summary>What the host says to the worker: who it is, which functions it has, run this one.</summary>
internal sealed class Worker(WorkerStream stream)
{
    private const int Success = 1;

    /// <summary>What the worker says of itself, by name.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Introduces the host, takes the worker's own list of functions and has each of them loaded.</summary>
    public async Task<IReadOnlyList<HostedFunction>> LoadAsync(string app, CancellationToken cancellationToken)
    {
        var greeting = await stream.AskAsync(
            new StreamingMessage { WorkerInitRequest = new WorkerInitRequest { HostVersion = "4.0.0.0", WorkerDirectory = app, FunctionAppDirectory = app } },
            cancellationToken);
        Expect(greeting.WorkerInitResponse.Result, "start");
        Capabilities = new Dictionary<string, string>(greeting.WorkerInitResponse.Capabilities, StringComparer.Ordinal);
        var listing = await stream.AskAsync(
            new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = app } }, cancellationToken);
        Expect(listing.FunctionMetadataResponse.Result, "list its functions");
        foreach (var function in listing.FunctionMetadataResponse.FunctionMetadataResults)
        {
            function.Directory = app;
            var loaded = await stream.AskAsync(
                new StreamingMessage { FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function } },
                cancellationToken);
            Expect(loaded.FunctionLoadResponse.Result, $"load {function.Name}");
        }

        return [.. listing.FunctionMetadataResponse.FunctionMetadataResults.Select(HostedFunction.Of)];
    }

    /// <summary>Runs a function.</summary>
    /// <param name="inputs">Values of its bindings, by parameter.</param>
    /// <param name="trigger">What the trigger knows beside its value: route parameters, an orchestration's id.</param>
    /// <exception cref="FunctionFailedException">It threw.</exception>
    public async Task<TypedData> InvokeAsync(
        HostedFunction function, IEnumerable<(string Name, TypedData Value)> inputs, IEnumerable<(string Name, string Value)> trigger, CancellationToken cancellationToken)
    {
        var request = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Id,
            TraceContext = new TraceContext(),
        };
        request.InputData.Add(inputs.Select(input => new ParameterBinding { Name = input.Name, Data = input.Value }));
        foreach (var (name, value) in trigger)
        {
            request.TriggerMetadata[name] = new TypedData { String = value };
        }

        var response = (await stream.AskAsync(new StreamingMessage { InvocationRequest = request }, cancellationToken)).InvocationResponse;
        return response.Result.Status == Success
            ? response.ReturnValue ?? new TypedData()
            : throw new FunctionFailedException(function.Name, response.Result.Exception?.Type ?? "", response.Result.Exception?.Message ?? "");
    }

    private static void Expect(StatusResult result, string what)
    {
        if (result.Status != Success)
        {
            throw new InvalidOperationException($"The worker could not {what}: {result.Exception?.Message ?? result.Result}");
        }
    }
}

/// <summary>A function threw.</summary>
internal sealed class FunctionFailedException(string function, string type, string message) : Exception($"{function} failed: {message}")
{
    public string Type { get; } = type;
}
