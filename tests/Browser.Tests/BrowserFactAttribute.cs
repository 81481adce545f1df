namespace MakeDevice.Browser.Tests;

/// <summary>A test that drives a browser, and says so where there is none.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Browser.Missing;
}

/// <inheritdoc cref="BrowserFactAttribute"/>
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Browser.Missing;
}
