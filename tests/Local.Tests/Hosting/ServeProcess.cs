using System.Diagnostics;
using MakeDevice.Local.Tests.Command;
using MakeDevice.Tests;

namespace MakeDevice.Local.Tests.Hosting;

/// <summary>`makedevice serve` as a process of its own, on a free port and an empty folder or a given one; killed at the end, its own folder deleted.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly bool _deletes;
    private readonly Process _process;

    private ServeProcess(DirectoryInfo? folder, (string Name, string Value)[] settings)
    {
        _folder = folder ?? Directory.CreateTempSubdirectory("makedevice-serve-");
        _deletes = folder is null;
        var start = new ProcessStartInfo(
            "dotnet",
            [
                BuiltProgram.Tool, "serve", "--port", "0", "--storage", Path.Combine(_folder.FullName, "storage"),
                "--hub", Path.Combine(_folder.FullName, "hub"), "--modules", CommandProcess.SampleModules,
            ])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    public HttpClient Http { get; } = new();

    public static Task<ServeProcess> StartAsync(params (string Name, string Value)[] settings) => StartAsync(null, settings);

    public static async Task<ServeProcess> StartAsync(DirectoryInfo? folder, params (string Name, string Value)[] settings)
    {
        var host = new ServeProcess(folder, settings);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await host._process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("Listening on ", StringComparison.Ordinal))
            {
                host.Http.BaseAddress = new Uri(line["Listening on ".Length..]);
                return host;
            }
        }

        await host.DisposeAsync();
        throw new InvalidOperationException("The host ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_deletes)
        {
            _folder.Delete(recursive: true);
        }
    }
}
