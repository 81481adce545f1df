using System.Globalization;

namespace MakeDevice.Benchmarks;

/// <summary>What follows a command: plain values, and options of the form <c>--name VALUE</c>.</summary>
internal sealed class Arguments
{
    private readonly List<string> _values = [];
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">An option that is not among the known ones, or one without a value.</exception>
    public Arguments(ReadOnlySpan<string> args, params ReadOnlySpan<string> known)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                _values.Add(args[i]);
            }
            else if (known.Contains(args[i][2..]) && i + 1 < args.Length)
            {
                _options[args[i][2..]] = args[++i];
            }
            else
            {
                throw new ArgumentException($"{args[i]}: no such option here, or its value is missing");
            }
        }
    }

    public int Value(int index, int otherwise) => index < _values.Count ? int.Parse(_values[index], CultureInfo.InvariantCulture) : otherwise;

    public int Number(string option, int otherwise) => Text(option) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public string? Text(string option) => _options.GetValueOrDefault(option);
}
