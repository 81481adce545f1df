using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MakeDevice.Browser.Tests;

/// <summary>The board editor in a page, in the words of its users.</summary>
public sealed class Editor : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    private Editor(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
    }

    public IPage Page { get; }

    public ILocator Board => Page.Locator("#board");

    public ILocator Modules => Page.Locator("#board .module");

    public ILocator Status => Page.Locator("#status");

    public ILocator Problems => Page.Locator("article.issue");

    /// <summary>What went wrong in the page's scripts so far.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public static async Task<Editor> OpenAsync(IPage page, Uri address)
    {
        var editor = new Editor(page);
        await page.GotoAsync(address.ToString());
        await page.Locator(".module-card").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return editor;
    }

    /// <summary>Adds a module where there is room, by a click on its card.</summary>
    public async Task AddAsync(string name)
    {
        var before = await Modules.CountAsync();
        await Card(name).ClickAsync();
        await Assertions.Expect(Modules).ToHaveCountAsync(before + 1);
    }

    public ILocator Card(string name) => Page.Locator(".module-card", new() { HasTextString = name }).First;

    public Task ShowAsync(string tab) => Page.GetByRole(AriaRole.Tab, new() { NameRegex = new Regex("^" + tab) }).ClickAsync();

    /// <summary>Drops a file onto the page, as from a file manager.</summary>
    public Task DropAsync(string name, string content) => Page.EvaluateAsync(
        """
        ([name, content]) => {
          const data = new DataTransfer();
          data.items.add(new File([content], name));
          for (const type of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
        }
        """,
        new[] { name, content });

    /// <summary>Routes and waits for the end.</summary>
    public async Task RouteAsync()
    {
        await Page.Locator("#route").ClickAsync();
        await EndAsync();
    }

    public Task EndAsync() => Page.Locator("#inspector .banner").WaitForAsync(new() { Timeout = 120_000 });

    /// <summary>Where the middle of a module is on the screen.</summary>
    public Task<(float X, float Y)> MiddleOfAsync(int index) => MiddleOfAsync(Modules.Nth(index).Locator(".zone").First);

    /// <summary>Where the middle of something is on the screen.</summary>
    public async Task<(float X, float Y)> MiddleOfAsync(ILocator shown)
    {
        var box = await BoxOfAsync(shown);
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }

    /// <summary>Where something is on the screen when it stands still: the page draws what changed with its next frame, and draws handles anew.</summary>
    public async Task<LocatorBoundingBoxResult> BoxOfAsync(ILocator shown)
    {
        LocatorBoundingBoxResult? box = null;
        for (var patience = 0; patience < 600; patience++)
        {
            await Page.EvaluateAsync("() => new Promise((drawn) => requestAnimationFrame(drawn))");
            var before = box;
            box = await shown.BoundingBoxAsync();
            if (box is not null && before is not null && (box.X, box.Y, box.Width, box.Height) == (before.X, before.Y, before.Width, before.Height))
            {
                return box;
            }
        }

        throw new TimeoutException($"{shown} does not come to rest.");
    }

    public async Task DragAsync((float X, float Y) from, (float X, float Y) to, int steps = 12)
    {
        await Page.Mouse.MoveAsync(from.X, from.Y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(to.X, to.Y, new() { Steps = steps });
        await Page.Mouse.UpAsync();
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
