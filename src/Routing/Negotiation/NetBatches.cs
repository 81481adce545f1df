namespace MakeDevice.Routing.Negotiation;

/// <summary>Nets in batches that are routed at once.</summary>
internal static class NetBatches
{
    /// <summary>Which nets share a batch changes from round to round, so that no two evade each other for ever.</summary>
    /// <param name="size">Most nets in a batch.</param>
    /// <returns>Their indices.</returns>
    public static IEnumerable<int[]> Of(int nets, int size, int round)
    {
        var count = (nets + size - 1) / size;
        for (var i = 0; i < count; i++)
        {
            yield return [.. Enumerable.Range(0, size).Select(place => place * count + (i + place * round) % count).Where(net => net < nets)];
        }
    }
}
