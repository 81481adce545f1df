using System.Collections.Immutable;

namespace MakeDevice.Routing.Projects;

/// <summary>Names of nets as rules give them: one that ends with '*' stands for all that begin so.</summary>
internal static class NetPattern
{
    public static bool Matches(ImmutableArray<string> patterns, string net, StringComparison comparison)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.EndsWith('*') ? net.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), comparison) : net.Equals(pattern, comparison))
            {
                return true;
            }
        }

        return false;
    }
}
