using System.Collections.Immutable;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>
/// A selector (Selectors 3): compounds of an element's name, <c>.class</c>, <c>#id</c>, <c>[attribute]</c>, <c>:root</c>, <c>:first-child</c> and
/// <c>:last-child</c>, joined by combinators.
/// </summary>
/// <param name="Parts">From left to right; the combinator stands before its compound.</param>
/// <param name="Specificity">Ids, then classes, attributes and pseudo-classes, then names, as one number.</param>
internal sealed record CssSelector(ImmutableArray<(char Combinator, CssCompound Compound)> Parts, int Specificity)
{
    private const int MostParts = 16;

    /// <summary>What the selected element certainly has, by which rules are found: <c>#id</c>, <c>.class</c>, a name, or <c>*</c>.</summary>
    public string Key => Parts[^1].Compound.Key;

    /// <summary>Null for a selector with anything else in it.</summary>
    public static CssSelector? Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<(char, CssCompound)>();
        var scanner = new SvgScanner(text.AsSpan().Trim());
        var combinator = ' ';
        while (!scanner.AtEnd && parts.Count < MostParts)
        {
            if (CssCompound.Parse(ref scanner) is not { } compound)
            {
                return null;
            }

            parts.Add((combinator, compound));
            scanner.SkipSpace();
            combinator = scanner.Peek is '>' or '+' or '~' ? scanner.Peek : ' ';
            if (combinator != ' ')
            {
                scanner.Skip();
                scanner.SkipSpace();
            }
        }

        return scanner.AtEnd && parts.Count > 0 && combinator == ' ' ? new(parts.ToImmutable(), parts.Sum(part => part.Item2.Specificity)) : null;
    }

    public bool Matches(SvgNode node, GraphicsBudget budget) => Matches(node, Parts.Length - 1, budget);

    private bool Matches(SvgNode node, int part, GraphicsBudget budget)
    {
        budget.Step(1);
        if (!Parts[part].Compound.Matches(node))
        {
            return false;
        }

        return part == 0 || Parts[part].Combinator switch
        {
            '>' => node.Parent is { } parent && Matches(parent, part - 1, budget),
            '+' => node.Previous is { } previous && Matches(previous, part - 1, budget),
            '~' => Any(node.Previous, before => before.Previous, part - 1, budget),
            _ => Any(node.Parent, above => above.Parent, part - 1, budget),
        };
    }

    private bool Any(SvgNode? first, Func<SvgNode, SvgNode?> next, int part, GraphicsBudget budget)
    {
        for (var node = first; node is not null; node = next(node))
        {
            if (Matches(node, part, budget))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What a selector asks of one element.</summary>
internal sealed class CssCompound
{
    private readonly List<Func<SvgNode, bool>> _tests = [];

    private CssCompound()
    {
    }

    public int Specificity { get; private set; }

    public string Key { get; private set; } = "*";

    public static CssCompound? Parse(ref SvgScanner scanner)
    {
        var compound = new CssCompound();
        var any = scanner.TryTake('*');
        if (!any && scanner.Word() is { Length: > 0 } word)
        {
            var name = word.ToString();
            compound.Add(node => node.Name == name, 1, name);
            any = true;
        }

        while (!scanner.AtEnd && scanner.Peek is '.' or '#' or '[' or ':')
        {
            if (!compound.ParseSimple(ref scanner))
            {
                return null;
            }

            any = true;
        }

        return any ? compound : null;
    }

    public bool Matches(SvgNode node) => node.Name.Length > 0 && _tests.TrueForAll(test => test(node));

    private bool ParseSimple(ref SvgScanner scanner)
    {
        var sign = scanner.Peek;
        scanner.Skip();
        var name = scanner.Word().ToString();
        switch (sign)
        {
            case '.' when name.Length > 0:
                Add(node => node.Classes.Contains(name), 1_000, "." + name);
                return true;
            case '#' when name.Length > 0:
                Add(node => node["id"] == name, 1_000_000, "#" + name);
                return true;
            case '[' when name.Length > 0:
                return ParseAttribute(ref scanner, name);
            case ':' when name is "root":
                Add(node => node.Parent is null or { Parent: null }, 1_000, null);
                return true;
            case ':' when name is "first-child":
                Add(node => node.Previous is null, 1_000, null);
                return true;
            case ':' when name is "last-child":
                Add(node => node.Parent?.Children[^1] == node, 1_000, null);
                return true;
            default:
                return false;
        }
    }

    private bool ParseAttribute(ref SvgScanner scanner, string name)
    {
        scanner.SkipSpace();
        var kind = scanner.Peek;
        if (kind is '^' or '$' or '*' or '~' or '|')
        {
            scanner.Skip();
        }

        if (scanner.TryTake(']'))
        {
            Add(node => node[name] is not null, 1_000, null);
            return true;
        }

        if (!scanner.TryTake('='))
        {
            return false;
        }

        var value = scanner.Until(']').Trim().Trim('"').Trim('\'').ToString();
        Add(
            node => node[name] is { } actual && kind switch
            {
                '^' => actual.StartsWith(value, StringComparison.Ordinal),
                '$' => actual.EndsWith(value, StringComparison.Ordinal),
                '*' => actual.Contains(value, StringComparison.Ordinal),
                '~' => actual.Split(' ').Contains(value),
                '|' => actual == value || actual.StartsWith(value + "-", StringComparison.Ordinal),
                _ => actual == value,
            },
            1_000,
            null);
        return scanner.TryTake(']');
    }

    private void Add(Func<SvgNode, bool> test, int specificity, string? key)
    {
        _tests.Add(test);
        Specificity += specificity;

        // Ids are rarer than classes, and classes than names.
        if (key is not null && (Key == "*" || key[0] == '#' || (key[0] == '.' && Key[0] is not ('#' or '.'))))
        {
            Key = key;
        }
    }
}
