using System.Globalization;

namespace MakeDevice.Command;

/// <summary>Names for the results of several boards: the second board of a name gets <c>-2</c>, whatever its case, so that none takes another's place.</summary>
internal sealed class DistinctNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    public string For(string stem)
    {
        var name = stem;
        for (var i = 2; !_taken.Add(name); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{i}");
        }

        return name;
    }
}
