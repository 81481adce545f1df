using MakeDevice.Local.Tests.Hosting;
using Microsoft.Playwright;

namespace MakeDevice.Browser.Tests;

/// <summary>
/// A host and a headless Chromium (Debian's, or what <c>CHROMIUM</c> names) for the tests of a class. Where there is no Chromium, <see cref="Missing"/>
/// says so and the tests are skipped.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ServeProcess? _host;

    public static string? Missing { get; } = Executable is null ? "There is no Chromium on this machine." : null;

    private static string? Executable => Environment.GetEnvironmentVariable("CHROMIUM") ?? Array.Find(Places, File.Exists);

    /// <summary>The host's address, ending in a slash.</summary>
    public Uri Address => _host!.Http.BaseAddress!;

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(30_000);
        _host = await ServeProcess.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox"] });
    }

    /// <summary>The editor on an empty board, in a window of its own that fails the test where a script does.</summary>
    public async Task<Editor> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, AcceptDownloads = true });
        context.SetDefaultTimeout(60_000);
        return await Editor.OpenAsync(await context.NewPageAsync(), Address);
    }

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
