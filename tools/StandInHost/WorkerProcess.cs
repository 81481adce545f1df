using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MakeDevice.StandInHost;

/// <summary>The worker as the Functions host starts it: by the app's <c>worker.config.json</c>, with the address of the host's stream.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int MaxMessageBytes = 128 * 1024 * 1024;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log;

    public WorkerProcess(string app, Uri rpc, IEnumerable<(string Name, string Value)> settings, ConcurrentQueue<string> log)
    {
        _log = log;
        var description = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(app, "worker.config.json"))).RootElement.GetProperty("description");
        var start = new ProcessStartInfo(
            description.GetProperty("defaultExecutablePath").GetString()!,
            [
                Path.Combine(app, description.GetProperty("defaultWorkerPath").GetString()!),
                "--functions-uri", rpc.ToString(),
                "--functions-worker-id", Guid.NewGuid().ToString(),
                "--functions-request-id", Guid.NewGuid().ToString(),
                "--functions-grpc-max-message-length", MaxMessageBytes.ToString(CultureInfo.InvariantCulture),
            ])
        {
            WorkingDirectory = app,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        Started = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Time stamp just before the process was started.</summary>
    public long Started { get; }

    public int Id => _process.Id;

    /// <summary>Ends with an error when the process ends.</summary>
    public async Task EndedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        throw new InvalidOperationException($"The worker ended with exit code {_process.ExitCode}:\n{string.Join('\n', _log.TakeLast(30))}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            _log.Enqueue(text);
        }
    }
}
