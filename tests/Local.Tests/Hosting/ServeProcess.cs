using System.Diagnostics;

namespace MakeDevice.Local.Tests.Hosting;

/// <summary>`makedevice serve` as a process of its own, on a free port and an empty folder; killed and cleaned up at the end.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("makedevice-serve-");
    private readonly Process _process;

    private ServeProcess(params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "makedevice.dll"), "serve", "--port", "0", "--storage", Path.Combine(_folder.FullName, "storage"),
                "--journal", Path.Combine(_folder.FullName, "journal"), "--modules", _folder.FullName,
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

    public static async Task<ServeProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        var host = new ServeProcess(settings);
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
        _folder.Delete(recursive: true);
    }
}
