using Microsoft.Playwright;

namespace MakeDevice.Browser.Tests;

/// <summary>The pictures of the documents, made by the build that is there: written where <c>MAKEDEVICE_SCREENSHOTS</c> names a folder.</summary>
internal static class Screenshots
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("MAKEDEVICE_SCREENSHOTS");

    public static async Task TakeAsync(IPage page, string name)
    {
        if (Folder is not null)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png") });
        }
    }
}
