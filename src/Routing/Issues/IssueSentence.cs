using System.Text;
using System.Text.RegularExpressions;

namespace MakeDevice.Routing.Issues;

/// <summary>
/// A sentence with places for an issue's fields: <c>{key}</c> is replaced by the field's value, a part in square brackets is dropped where one of its
/// fields is missing or empty, and a list <c>[a,b,c]</c> reads <c>a, b and c</c>.
/// </summary>
internal static partial class IssueSentence
{
    public static string Fill(string sentence, string fields)
    {
        var values = Values(fields);
        var whole = Optional().Replace(sentence, part =>
            Place().Matches(part.Groups[1].Value).All(place => values.GetValueOrDefault(place.Groups[1].Value, "").Length > 0) ? part.Groups[1].Value : "");
        var filled = Place().Replace(whole, place => Spoken(values.GetValueOrDefault(place.Groups[1].Value, "?")));
        return filled.EndsWith("..", StringComparison.Ordinal) ? filled[..^1] : filled;
    }

    /// <summary>The fields by key. A free text ends the line, whatever it holds.</summary>
    internal static IReadOnlyDictionary<string, string> Values(string fields)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; Field().Match(fields, at) is { Success: true } field;)
        {
            var key = field.Groups[1].Value;
            var start = field.Index + field.Length;
            var next = key is "error" ? Match.Empty : Field().Match(fields, start);
            at = next.Success ? next.Index : fields.Length;
            values.TryAdd(key, fields[start..at].TrimEnd());
        }

        return values;
    }

    private static string Spoken(string value)
    {
        if (value.Length < 2 || value[0] != '[' || value[^1] != ']')
        {
            return value;
        }

        var items = value[1..^1].Split(',', StringSplitOptions.RemoveEmptyEntries);
        var text = new StringBuilder();
        for (var i = 0; i < items.Length; i++)
        {
            text.Append(i == 0 ? "" : i == items.Length - 1 ? " and " : ", ").Append(items[i]);
        }

        return text.ToString();
    }

    [GeneratedRegex(@"(?<=^| )([A-Za-z]+)=", RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex(@"\[([^\]]*)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Optional();

    [GeneratedRegex(@"\{([A-Za-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
