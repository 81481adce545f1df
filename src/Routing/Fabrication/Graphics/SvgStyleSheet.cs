using System.Text;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>The rules of all <c>style</c> elements, and what they and an element's attributes declare of it (CSS Cascade 4, 6).</summary>
/// <param name="notes">Told of rules that are not understood.</param>
internal sealed class SvgStyleSheet(GraphicsBudget budget, GraphicsNotes notes)
{
    private const int MostRules = 2_000;
    private const int DeepestRules = 4;

    /// <summary>Attributes that CSS may set too (SVG 2, 7.1).</summary>
    private static readonly string[] Geometry = ["x", "y", "width", "height", "cx", "cy", "r", "rx", "ry"];

    private readonly Dictionary<string, List<Rule>> _rules = new(StringComparer.Ordinal);
    private int _count;
    private bool _setsGeometry;

    public void Add(string css) => AddRules(WithoutComments(css), 0);

    /// <summary>All that is declared of an element, by property: attributes first, then rules by specificity and place, then its style attribute; what is important comes last. What is not for us is not displayed.</summary>
    public Dictionary<string, string> Declared(SvgNode node)
    {
        var declared = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in SvgStyle.Properties)
        {
            if (node[property] is { } value)
            {
                Apply([new(property, value.Trim(), Important: false)], declared);
            }
        }

        var rules = RulesFor(node);
        var own = node["style"] is { Length: > 0 } style ? CssDeclaration.All(style).ToArray() : [];
        Apply(rules.Where(rule => !rule.Declaration.Important).Select(rule => rule.Declaration), declared);
        Apply(own.Where(declaration => !declaration.Important), declared);
        Apply(rules.Where(rule => rule.Declaration.Important).Select(rule => rule.Declaration), declared);
        Apply(own.Where(declaration => declaration.Important), declared);
        if (!SvgConditions.Hold(node))
        {
            declared["display"] = "none";
        }

        return declared;
    }

    /// <summary>Gives an element and all below it the sizes and places that rules and style attributes set, as attributes of its own.</summary>
    public void SetGeometry(SvgNode node)
    {
        if (_setsGeometry || (node["style"] is { } style && CssDeclaration.All(style).Any(IsGeometry)))
        {
            var declared = Declared(node);
            foreach (var property in Geometry.Where(declared.ContainsKey))
            {
                node.Set(property, declared[property]);
            }
        }

        foreach (var child in node.Children)
        {
            SetGeometry(child);
        }
    }

    private static bool IsGeometry(CssDeclaration declaration) => Geometry.Contains(declaration.Property);

    private void Apply(IEnumerable<CssDeclaration> declarations, Dictionary<string, string> declared)
    {
        foreach (var (property, value, _) in declarations)
        {
            if (SvgStyle.IsValid(property, value))
            {
                declared[property] = value;
            }
            else
            {
                notes.Property(property);
            }
        }
    }

    private Rule[] RulesFor(SvgNode node)
    {
        if (_rules.Count == 0)
        {
            return [];
        }

        string[] keys = ["*", node.Name, $"#{node["id"]}", .. node.Classes.Select(name => $".{name}")];
        var candidates = keys.Distinct().SelectMany(key => _rules.GetValueOrDefault(key) ?? []).ToArray();
        budget.Step(candidates.Length);
        return [.. candidates.Where(rule => rule.Selector.Matches(node, budget)).OrderBy(rule => rule.Selector.Specificity).ThenBy(rule => rule.Order)];
    }

    private void AddRules(ReadOnlySpan<char> css, int depth)
    {
        while (!(css = css.TrimStart(" \t\r\n;}")).IsEmpty)
        {
            var open = css.IndexOf('{');
            if (css[0] == '@' && css.IndexOf(';') is >= 0 and var end && (open < 0 || end < open))
            {
                IgnoreAtRule(css[..end]);
                css = css[(end + 1)..];
                continue;
            }

            if (open < 0)
            {
                return;
            }

            var close = Close(css, open);
            if (css[0] == '@')
            {
                AddAtRule(css[..open], css[(open + 1)..close], depth);
            }
            else
            {
                AddRule(css[..open].ToString(), css[(open + 1)..close].ToString());
            }

            css = css[Math.Min(close + 1, css.Length)..];
        }
    }

    /// <summary>The brace that closes the one at <paramref name="open"/>; the end where none does.</summary>
    private static int Close(ReadOnlySpan<char> css, int open)
    {
        var depth = 0;
        for (var i = open; i < css.Length; i++)
        {
            depth += css[i] == '{' ? 1 : css[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return css.Length;
    }

    private void AddAtRule(ReadOnlySpan<char> condition, ReadOnlySpan<char> rules, int depth)
    {
        var media = condition.Trim().ToString();
        if (depth < DeepestRules && media is "@media all" or "@media screen" or "@media screen, print" or "@media all, print")
        {
            AddRules(rules, depth + 1);
        }
        else
        {
            IgnoreAtRule(condition);
        }
    }

    // A font or an animation says nothing of a silkscreen; whatever else there is may.
    private void IgnoreAtRule(ReadOnlySpan<char> rule)
    {
        GraphicsBudget.Check(++_count <= MostRules, "styles");
        var name = new SvgScanner(rule[1..]).Word();
        if (name is not ("font-face" or "charset" or "namespace" or "keyframes" or "-webkit-keyframes" or "page"))
        {
            notes.Rule();
        }
    }

    private void AddRule(string selectors, string declarations)
    {
        foreach (var text in selectors.Split(','))
        {
            if (CssSelector.Parse(text) is not { } selector)
            {
                notes.Rule();
                continue;
            }

            foreach (var declaration in CssDeclaration.All(declarations))
            {
                GraphicsBudget.Check(++_count <= MostRules, "styles");
                if (!_rules.TryGetValue(selector.Key, out var list))
                {
                    _rules[selector.Key] = list = [];
                }

                list.Add(new(selector, declaration, _count));
                _setsGeometry |= IsGeometry(declaration);
            }
        }
    }

    private static string WithoutComments(string css)
    {
        var text = new StringBuilder(css.Length);
        for (var at = 0; at < css.Length;)
        {
            var start = css.IndexOf("/*", at, StringComparison.Ordinal);
            text.Append(css, at, (start < 0 ? css.Length : start) - at);
            var end = start < 0 ? -1 : css.IndexOf("*/", start + 2, StringComparison.Ordinal);
            at = end < 0 ? css.Length : end + 2;
        }

        return text.Replace("<!--", "").Replace("-->", "").ToString();
    }

    private sealed record Rule(CssSelector Selector, CssDeclaration Declaration, int Order);
}

/// <summary>One declaration of a style attribute or of a rule.</summary>
internal sealed record CssDeclaration(string Property, string Value, bool Important)
{
    public static IEnumerable<CssDeclaration> All(string text)
    {
        foreach (var declaration in Split(text))
        {
            var colon = declaration.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                continue;
            }

            var value = declaration[(colon + 1)..].Trim();
            var mark = value.LastIndexOf('!');
            var important = mark >= 0 && value.AsSpan(mark + 1).Trim().Equals("important", StringComparison.OrdinalIgnoreCase);
            yield return new(declaration[..colon].Trim().ToLowerInvariant(), important ? value[..mark].Trim() : value, important);
        }
    }

    /// <summary>At semicolons that stand neither in quotes nor in brackets: an embedded image's address has some.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var (start, depth, quote) = (0, 0, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c is '(' or ')')
            {
                depth = Math.Max(0, depth + (c == '(' ? 1 : -1));
            }
            else if (c == ';' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }
}
