using MakeDevice.Functions;
using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// The worker's services are put together here, not by FunctionsApplication.CreateBuilder: that one asks this assembly for all its types, which
// loads the routing core and Azure's libraries with them, and watches for settings files that this app has not (docs/cold-start.md).
using var host = new HostBuilder()
    .ConfigureAppConfiguration(configuration => configuration.AddEnvironmentVariables().AddCommandLine(HostArguments.Read(), HostArguments.Settings))
    .ConfigureServices((context, services) =>
    {
        services.AddFunctionsWorkerDefaults().UseDefaultWorkerMiddleware();
        services.AddMakeDevice(context.Configuration);
    })
    .ConfigureGeneratedFunctionMetadataProvider()
    .ConfigureGeneratedFunctionExecutor()
    .Build();
RequestThreads.Reserve(host.Services.GetRequiredService<ServiceOptions>().Workers);
await host.RunAsync();

/// <summary>What the Functions host tells the worker on its command line, and the settings in which the SDK looks for it.</summary>
internal static class HostArguments
{
    public static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["--functions-uri"] = "Functions:Worker:HostEndpoint",
        ["--functions-worker-id"] = "Functions:Worker:WorkerId",
        ["--functions-request-id"] = "Functions:Worker:RequestId",
        ["--functions-grpc-max-message-length"] = "Functions:Worker:GrpcMaxMessageLength",
    };

    /// <summary>From the first switch on: before it stands the program, whose path would be read as one.</summary>
    public static string[] Read() => [.. Environment.GetCommandLineArgs().SkipWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal))];
}
