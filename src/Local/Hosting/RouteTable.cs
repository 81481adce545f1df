namespace MakeDevice.Local.Hosting;

/// <summary>An HTTP function and where it answers.</summary>
/// <param name="Methods">In upper case; empty for all.</param>
internal sealed record HttpRoute(RouteTemplate Template, string[] Methods, HostFunction Function)
{
    public bool Allows(string method) => Methods.Length == 0 || Methods.Contains(method, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Finds the function for a request: the most specific route that allows the method.</summary>
internal sealed class RouteTable(IEnumerable<HttpRoute> routes)
{
    private readonly HttpRoute[] _routes = [.. routes.OrderBy(r => r.Template.Order, StringComparer.Ordinal).ThenBy(r => r.Template.Text, StringComparer.Ordinal)];

    public IReadOnlyList<HttpRoute> All => _routes;

    /// <param name="wrongMethod">True where a route matches the path, but none the method: 405 rather than 404.</param>
    public HttpRoute? Find(string method, ReadOnlySpan<char> path, out Dictionary<string, string>? values, out bool wrongMethod)
    {
        wrongMethod = false;
        foreach (HttpRoute route in _routes)
        {
            if (route.Template.TryMatch(path, out values))
            {
                if (route.Allows(method))
                {
                    return route;
                }

                wrongMethod = true;
            }
        }

        values = null;
        return null;
    }
}
