using System.Globalization;
using System.Text.RegularExpressions;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// A route in ASP.NET's syntax, the part that Azure Functions documents: literals, <c>{name}</c>, <c>{name?}</c>, <c>{name=default}</c>,
/// <c>{*rest}</c> and inline constraints. A parameter is a whole segment. Literals are compared without regard to case.
/// </summary>
internal sealed class RouteTemplate
{
    private readonly Segment[] _segments;

    /// <exception cref="FormatException">The template is malformed, or has an unknown constraint.</exception>
    public RouteTemplate(string template)
    {
        Text = template.Trim('/');
        _segments = Text.Length == 0 ? [] : [.. Text.Split('/').Select(Segment.Parse)];
        Order = string.Concat(_segments.Select(segment => segment.Rank));
    }

    public string Text { get; }

    /// <summary>Sorts specific routes first: literal, constrained, plain, catch-all, segment by segment.</summary>
    public string Order { get; }

    /// <summary>Names of the parameters.</summary>
    public IEnumerable<string> Parameters => _segments.Where(segment => !segment.IsLiteral).Select(segment => segment.Name);

    /// <summary>Matches a path without its leading slash.</summary>
    /// <param name="path">Decoded, but for <c>%2F</c>.</param>
    /// <param name="values">The parameters' values, where it matches.</param>
    public bool TryMatch(ReadOnlySpan<char> path, out Dictionary<string, string>? values)
    {
        values = null;
        int next = 0;
        foreach (Segment segment in _segments)
        {
            if (segment.IsCatchAll)
            {
                return segment.TakeRest(next <= path.Length ? path[next..] : [], ref values);
            }

            if (next > path.Length || (next == path.Length && (next == 0 || path[next - 1] == '/')))
            {
                if (!segment.IsOptional)
                {
                    return false;
                }

                segment.TakeDefault(ref values);
                continue;
            }

            int end = path[next..].IndexOf('/');
            ReadOnlySpan<char> part = end < 0 ? path[next..] : path.Slice(next, end);
            if (!segment.Take(part, ref values))
            {
                return false;
            }

            next += part.Length + 1;
        }

        return next >= path.Length;
    }

    private sealed record Segment(string Name, bool IsLiteral, bool IsCatchAll, bool IsOptional, string? Default, Func<string, bool>[] Constraints)
    {
        public char Rank => IsLiteral ? '0' : IsCatchAll ? '3' : Constraints.Length > 0 ? '1' : '2';

        public static Segment Parse(string text)
        {
            if (text.Length == 0)
            {
                throw new FormatException("A route has an empty segment.");
            }

            if (text[0] != '{' || text[^1] != '}')
            {
                return text.AsSpan().ContainsAny('{', '}')
                    ? throw new FormatException($"Route segment '{text}': a parameter must be a whole segment.")
                    : new Segment(text, true, false, false, null, []);
            }

            string inner = text[1..^1];
            bool catchAll = inner.StartsWith('*');
            bool optional = inner.EndsWith('?');
            inner = inner.TrimStart('*').TrimEnd('?');
            int equals = inner.IndexOf('=', StringComparison.Ordinal);
            string? fallback = equals < 0 ? null : inner[(equals + 1)..];
            List<string> parts = SplitConstraints(equals < 0 ? inner : inner[..equals]);
            return new Segment(parts[0], false, catchAll, optional || fallback is not null, fallback, [.. parts.Skip(1).Select(RouteConstraint.Parse)]);
        }

        public bool Take(ReadOnlySpan<char> part, ref Dictionary<string, string>? values)
        {
            if (IsLiteral)
            {
                return part.Equals(Name, StringComparison.OrdinalIgnoreCase);
            }

            return part.Length > 0 && Store(part.ToString(), ref values);
        }

        public bool TakeRest(ReadOnlySpan<char> rest, ref Dictionary<string, string>? values) => Store(rest.ToString(), ref values);

        public void TakeDefault(ref Dictionary<string, string>? values)
        {
            if (Default is not null)
            {
                Add(Default, ref values);
            }
        }

        private bool Store(string value, ref Dictionary<string, string>? values)
        {
            // Kestrel leaves an encoded slash as it is, so that it cannot make segments; as a value it is one.
            string decoded = value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
            foreach (Func<string, bool> holds in Constraints)
            {
                if (!holds(decoded))
                {
                    return false;
                }
            }

            Add(decoded, ref values);
            return true;
        }

        private void Add(string value, ref Dictionary<string, string>? values) =>
            (values ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase))[Name] = value;

        /// <summary>Splits at colons that are not inside a constraint's parentheses.</summary>
        private static List<string> SplitConstraints(string text)
        {
            List<string> parts = [];
            int depth = 0;
            int from = 0;
            for (int i = 0; i < text.Length; i++)
            {
                depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
                if (text[i] == ':' && depth == 0)
                {
                    parts.Add(text[from..i]);
                    from = i + 1;
                }
            }

            parts.Add(text[from..]);
            return parts;
        }
    }
}

/// <summary>Inline constraints of a route parameter (ASP.NET Core, "Route constraints").</summary>
internal static class RouteConstraint
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    public static Func<string, bool> Parse(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        string name = open < 0 ? text : text[..open];
        string argument = open < 0 ? "" : text[(open + 1)..^1];
        CultureInfo culture = CultureInfo.InvariantCulture;
        return name switch
        {
            "alpha" => value => value.All(char.IsAsciiLetter),
            "bool" => value => bool.TryParse(value, out _),
            "datetime" => value => DateTime.TryParse(value, culture, DateTimeStyles.None, out _),
            "decimal" => value => decimal.TryParse(value, NumberStyles.Number, culture, out _),
            "double" => value => double.TryParse(value, NumberStyles.Float | NumberStyles.AllowThousands, culture, out _),
            "float" => value => float.TryParse(value, NumberStyles.Float | NumberStyles.AllowThousands, culture, out _),
            "guid" => value => Guid.TryParse(value, out _),
            "int" => value => int.TryParse(value, NumberStyles.Integer, culture, out _),
            "long" => value => long.TryParse(value, NumberStyles.Integer, culture, out _),
            "required" => value => value.Length > 0,
            "length" => Between(argument, value => value.Length),
            "minlength" => AtLeast(argument, value => value.Length),
            "maxlength" => AtMost(argument, value => value.Length),
            "min" => AtLeast(argument, Number),
            "max" => AtMost(argument, Number),
            "range" => Between(argument, Number),
            "regex" => Matching(argument),
            _ => throw new FormatException($"Unknown route constraint '{text}'."),
        };
    }

    private static long? Number(string value) =>
        long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static Func<string, bool> Matching(string pattern)
    {
        string unescaped = pattern.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
        Regex regex = new(unescaped, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, PatternTimeout);
        return regex.IsMatch;
    }

    private static Func<string, bool> Between(string argument, Func<string, long?> measure)
    {
        string[] limits = argument.Split(',');
        (long low, long high) = (Limit(limits[0]), Limit(limits[^1]));
        return value => measure(value) is { } size && size >= low && size <= high;
    }

    private static Func<string, bool> AtLeast(string argument, Func<string, long?> measure)
    {
        long limit = Limit(argument);
        return value => measure(value) >= limit;
    }

    private static Func<string, bool> AtMost(string argument, Func<string, long?> measure)
    {
        long limit = Limit(argument);
        return value => measure(value) <= limit;
    }

    private static long Limit(string text) => long.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture);
}
