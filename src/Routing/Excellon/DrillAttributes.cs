using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>What comments of a drill file say about plating and tool functions (X2 attributes of KiCad, TYPE of Altium).</summary>
internal sealed class DrillAttributes
{
    private bool _saysPlated;
    private bool _saysNonPlated;

    /// <summary>The function of the tools that follow; null where not stated.</summary>
    public string? Function { get; private set; }

    /// <summary>What the content says of the file as a whole; else what its name says; else null.</summary>
    public bool? Plated(string fileName)
    {
        if (_saysPlated || _saysNonPlated)
        {
            return _saysPlated == _saysNonPlated ? null : _saysPlated;
        }

        return fileName.Contains("NPTH", StringComparison.OrdinalIgnoreCase) ? false
            : fileName.Contains("PTH", StringComparison.OrdinalIgnoreCase) ? true
            : null;
    }

    /// <param name="comment">Without the leading semicolon.</param>
    public void Read(ReadOnlySpan<byte> comment)
    {
        var text = comment.Trim(" \t"u8);
        if (text.StartsWith("#@!"u8))
        {
            ReadAttribute(text[3..].TrimStart((byte)' '));
            return;
        }

        switch (AttributeText.OneLine(text).ToUpperInvariant())
        {
            case "TYPE=PLATED":
                _saysPlated = true;
                break;
            case "TYPE=NON_PLATED" or "TYPE=NONPLATED":
                _saysNonPlated = true;
                break;
            default:
                break;
        }
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
            _saysPlated |= attribute.Values[0] == "Plated";
            _saysNonPlated |= attribute.Values[0] == "NonPlated";
        }
        else if (command.StartsWith("TA"u8) && attribute.Name == ".AperFunction")
        {
            Function = FunctionOf(attribute);
        }
        else if (command.StartsWith("TD"u8))
        {
            Function = null;
        }
    }

    /// <summary>KiCad puts plating and PTH before the function proper.</summary>
    private static string? FunctionOf(GerberAttribute attribute)
    {
        var values = attribute.Values.AsSpan();
        var function = values is ["Plated" or "NonPlated", ..] ? values[Math.Min(2, values.Length)..] : values;
        return function.IsEmpty ? null : string.Join(',', function.ToArray());
    }
}
