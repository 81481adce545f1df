using System.Globalization;

namespace MakeDevice.Benchmarks;

/// <summary>What follows a command: plain values, options <c>--name VALUE</c>, and flags <c>--name</c>.</summary>
internal sealed class Arguments
{
    private readonly List<string> _values = [];
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">An option that is not among the known ones, or one without a value.</exception>
    public Arguments(ReadOnlySpan<string> args, ReadOnlySpan<string> options, ReadOnlySpan<string> flags)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                _values.Add(args[i]);
            }
            else if (flags.Contains(args[i][2..]))
            {
                _flags.Add(args[i][2..]);
            }
            else if (options.Contains(args[i][2..]) && i + 1 < args.Length)
            {
                _options[args[i][2..]] = args[++i];
            }
            else
            {
                throw new ArgumentException($"{args[i]}: no such option here, or its value is missing");
            }
        }
    }

    public IReadOnlyList<string> Values => _values;

    public int Value(int index, int otherwise) => index < _values.Count ? int.Parse(_values[index], CultureInfo.InvariantCulture) : otherwise;

    public int Number(string option, int otherwise) => Text(option) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>A number that need not be whole: seconds.</summary>
    public double Fraction(string option, double otherwise) => Text(option) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public string? Text(string option) => _options.GetValueOrDefault(option);

    public bool Has(string flag) => _flags.Contains(flag);
}
