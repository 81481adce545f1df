namespace MakeDevice.Functions.Http;

/// <summary>One element of the header <c>Forwarded</c> (RFC 7239, 4): pairs of name and value, separated by semicolons.</summary>
internal static class ForwardedElement
{
    /// <summary>The address of <c>for</c>, without the quotes that one of IPv6 has; null where the element names none.</summary>
    public static string? For(string element) => Value(element, "for");

    /// <summary>The value of a name, unquoted; null where the element does not have it.</summary>
    public static string? Value(string element, string name) => element.Split(';')
        .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
        .FirstOrDefault(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1].Trim('"');
}
