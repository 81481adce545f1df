using System.Text;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>What comments of a drill file say about plating and tool functions: X2 attributes, TYPE of Altium and EasyEDA, Fritzing's tool ranges.</summary>
internal sealed class DrillAttributes
{
    private static readonly (string Words, bool Plated)[] Ranges =
        [("NON-PLATED HOLES START AT T", false), ("THROUGH (PLATED) HOLES START AT T", true)];

    private readonly SortedDictionary<int, bool> _ranges = [];
    private bool _saysPlated;
    private bool _saysNonPlated;
    private bool? _section;
    private bool? _tool;

    /// <summary>The function of the tools that follow; null where not stated.</summary>
    public string? Function { get; private set; }

    /// <summary>What the content says of the file as a whole; else what its name says; else null.</summary>
    public bool? Plated(string fileName)
    {
        if (_saysPlated || _saysNonPlated)
        {
            return _saysPlated == _saysNonPlated ? null : _saysPlated;
        }

        return DrillNames.Plated(fileName);
    }

    /// <summary>What was said last of the tools that are defined now, by attribute, by section or by number; null where nothing was.</summary>
    public bool? PlatedOf(int number) => _tool ?? _section ?? Range(number);

    /// <param name="comment">Without the leading semicolon.</param>
    public void Read(ReadOnlySpan<byte> comment)
    {
        var text = comment.Trim(" \t"u8);
        if (text.StartsWith("#@!"u8))
        {
            ReadAttribute(text[3..].TrimStart((byte)' '));
            return;
        }

        var words = AttributeText.OneLine(text).ToUpperInvariant();
        switch (words)
        {
            case "TYPE=PLATED":
                (_saysPlated, _section) = (true, true);
                break;
            case "TYPE=NON_PLATED" or "TYPE=NONPLATED":
                (_saysNonPlated, _section) = (true, false);
                break;
            default:
                ReadRange(words);
                break;
        }
    }

    private void ReadRange(string words)
    {
        foreach (var (range, plated) in Ranges)
        {
            if (words.StartsWith(range, StringComparison.Ordinal) && GerberNumber.TryParseCount(Encoding.ASCII.GetBytes(words[range.Length..].Trim()), out var first))
            {
                _ranges[first] = plated;
            }
        }
    }

    private bool? Range(int number)
    {
        bool? plated = null;
        foreach (var (first, kind) in _ranges)
        {
            plated = first <= number ? kind : plated;
        }

        return plated;
    }

    private void ReadAttribute(ReadOnlySpan<byte> command)
    {
        if (command.Length is < 2 or > AttributeText.Longest)
        {
            return;
        }

        var attribute = AttributeText.Parse(command[2..]);
        if (command.StartsWith("TF"u8) && attribute.Name == ".FileFunction" && attribute.Values.Length > 0)
        {
            _saysPlated |= attribute.Values[0] is "Plated" or "MixedPlating";
            _saysNonPlated |= attribute.Values[0] is "NonPlated" or "MixedPlating";
        }
        else if (command.StartsWith("TA"u8) && attribute.Name == ".AperFunction")
        {
            (Function, _tool) = (FunctionOf(attribute), PlatingOf(attribute));
        }
        else if (command.StartsWith("TD"u8))
        {
            (Function, _tool) = (null, null);
        }
    }

    /// <summary>KiCad puts plating and PTH before the function proper.</summary>
    private static string? FunctionOf(GerberAttribute attribute)
    {
        var values = attribute.Values.AsSpan();
        var function = values is ["Plated" or "NonPlated", ..] ? values[Math.Min(2, values.Length)..] : values;
        return function.IsEmpty ? null : string.Join(',', function.ToArray());
    }

    /// <summary>A via is plated whatever else is said (specification 5.6.10).</summary>
    private static bool? PlatingOf(GerberAttribute attribute) => attribute.Values.AsSpan() switch
    {
        ["Plated" or "ViaDrill", ..] => true,
        ["NonPlated", ..] => false,
        _ => null,
    };
}
