namespace MakeDevice.Routing.Issues;

/// <summary>Finds what somebody may have meant.</summary>
public static class Spelling
{
    /// <summary>The nearest known name that a slip of the pen leads from; null where none is near. Case, '_' and '-' do not count.</summary>
    /// <param name="known">Of names equally near the first is taken.</param>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var plain = Plain(name);
        string? nearest = null;
        var least = Slips(plain.Length) + 1;
        foreach (var candidate in known)
        {
            var other = Plain(candidate);
            if (Math.Abs(plain.Length - other.Length) < least && Distance(plain, other) is var distance && distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>Letters that must be added, left out, replaced, or swapped with their neighbour (Damerau and Levenshtein, optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        // The row in hand and the two before it.
        var (two, one, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            (two, one, row) = (one, row, two);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var least = Math.Min(one[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(one[j], row[j - 1]) + 1);
                row[j] = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(least, two[j - 2] + 1) : least;
            }
        }

        return row[b.Length];
    }

    /// <summary>How many slips a name of that length may hold and still be told from others.</summary>
    private static int Slips(int length) => length switch { < 4 => 0, < 7 => 1, < 12 => 2, _ => 3 };

    private static string Plain(string name) => name.Length > 100 ? name
        : (name.AsSpan().IndexOfAny('_', '-', ' ') < 0 ? name : string.Concat(name.Where(c => c is not ('_' or '-' or ' ')))).ToUpperInvariant();
}
