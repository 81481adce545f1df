using System.Collections.Immutable;

namespace MakeDevice.Routing.Projects;

/// <summary>Names of nets as rules give them: one that ends with '*' stands for all that begin so, one that begins with it for all that end so.</summary>
internal static class NetPattern
{
    public static bool Matches(ImmutableArray<string> patterns, string net, StringComparison comparison)
    {
        foreach (var pattern in patterns)
        {
            if (Matches(pattern.AsSpan(), net, comparison))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> net, StringComparison comparison) =>
        pattern is ['*', .. var middle, '*'] ? net.Contains(middle, comparison)
        : pattern is ['*', .. var end] ? net.EndsWith(end, comparison)
        : pattern is [.. var begin, '*'] ? net.StartsWith(begin, comparison)
        : net.Equals(pattern, comparison);
}
