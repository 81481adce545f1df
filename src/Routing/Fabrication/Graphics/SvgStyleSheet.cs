namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>
/// The rules of <c>style</c> elements whose selectors are as simple as drawing programs write them: an element's name,
/// <c>.class</c>, <c>#id</c> or <c>*</c>. Rules with other selectors are left out.
/// </summary>
internal sealed class SvgStyleSheet
{
    private const int MostRules = 2_000;
    private readonly Dictionary<string, List<(int Order, string Property, string Value)>> _rules = new(StringComparer.Ordinal);
    private int _count;

    public void Add(string css)
    {
        foreach (var block in WithoutComments(css).Split('}'))
        {
            var brace = block.IndexOf('{', StringComparison.Ordinal);
            if (brace < 0)
            {
                continue;
            }

            foreach (var selector in block[..brace].Split(',').Select(part => part.Trim()).Where(IsSimple))
            {
                foreach (var (property, value) in Declarations(block[(brace + 1)..]))
                {
                    GraphicsBudget.Check(++_count <= MostRules, "styles");
                    if (!_rules.TryGetValue(selector, out var list))
                    {
                        _rules[selector] = list = [];
                    }

                    list.Add((_count, property, value));
                }
            }
        }
    }

    /// <summary>In the order of the cascade: by how specific the selector is, then by place.</summary>
    public IEnumerable<(string Property, string Value)> RulesFor(SvgNode node)
    {
        if (_rules.Count == 0)
        {
            return [];
        }

        var classes = (node["class"] ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var byClass = classes.Distinct().SelectMany(name => Find($".{name}")).OrderBy(rule => rule.Order);
        return Find("*").Concat(Find(node.Name)).Concat(byClass).Concat(Find($"#{node["id"]}")).Select(rule => (rule.Property, rule.Value));
    }

    public static IEnumerable<(string Property, string Value)> Declarations(string text)
    {
        foreach (var declaration in text.Split(';'))
        {
            var colon = declaration.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                var value = declaration[(colon + 1)..].Replace("!important", "", StringComparison.Ordinal);
                yield return (declaration[..colon].Trim(), value.Trim());
            }
        }
    }

    private List<(int Order, string Property, string Value)> Find(string selector) => _rules.GetValueOrDefault(selector) ?? [];

    private static bool IsSimple(string selector) =>
        selector == "*" || (selector.Length > 0 && selector.Skip(selector[0] is '.' or '#' ? 1 : 0).All(c => char.IsLetterOrDigit(c) || c is '-' or '_'));

    private static string WithoutComments(string css)
    {
        for (var start = css.IndexOf("/*", StringComparison.Ordinal); start >= 0; start = css.IndexOf("/*", start, StringComparison.Ordinal))
        {
            var end = css.IndexOf("*/", start + 2, StringComparison.Ordinal);
            css = end < 0 ? css[..start] : css.Remove(start, end + 2 - start);
        }

        return css;
    }
}
