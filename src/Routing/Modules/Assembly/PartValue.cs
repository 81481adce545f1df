using System.Text;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>Values of parts, as different files of one design write them.</summary>
internal static class PartValue
{
    private static readonly char[] WordEnds = [',', ';', '/', '_', '(', '['];

    /// <summary>True where two texts begin with the same value: case, blanks, the letters for micro and ohm and what follows do not count (<c>10k</c>, <c>10 kΩ, 1%</c>).</summary>
    public static bool AreSame(string a, string b) => Plain(a) == Plain(b) || Plain(FirstWord(a)) == Plain(FirstWord(b));

    /// <summary>Up to the first separator, or the first blank that does not stand between a number and its unit.</summary>
    private static string FirstWord(string value)
    {
        for (var i = 1; i < value.Length; i++)
        {
            var endsNumber = value[i] == ' ' && char.IsAsciiDigit(value[i - 1]) && i + 1 < value.Length && char.IsLetter(value[i + 1]);
            if (WordEnds.Contains(value[i]) || (value[i] == ' ' && !endsNumber))
            {
                return value[..i];
            }
        }

        return value;
    }

    private static string Plain(string value)
    {
        var plain = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (!char.IsWhiteSpace(c) && c is not ('Ω' or '\u2126'))
            {
                plain.Append(c is 'µ' or 'μ' ? 'U' : char.ToUpperInvariant(c));
            }
        }

        return plain.ToString();
    }
}
