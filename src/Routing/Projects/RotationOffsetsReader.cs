using System.Collections.Immutable;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>Reads <c>{"JLCPCB": {"parts": {"C2128": 180}, "packages": {"SOT-23": -90}}}</c>: degrees counter-clockwise that are added to a part's rotation in the CPL.</summary>
public static class RotationOffsetsReader
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxEntries = 20_000;

    /// <param name="json">UTF-8; empty for no offsets.</param>
    /// <returns>The offsets, or null and an issue <c>ROTATION_OFFSETS_INVALID path= error=</c> for every problem found.</returns>
    public static (RotationOffsets? Offsets, ImmutableArray<Issue> Issues) Read(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return (RotationOffsets.None, []);
        }

        var problems = new List<CheckedJson.Problem>();
        var offsets = CheckedJson.Read(json, MaxBytes, problems, ReadHouses);
        return problems.Count == 0
            ? (offsets, [])
            : (null, [.. problems.Select(p => new Issue("ROTATION_OFFSETS_INVALID", $"path={IssueText.Path(p.Path)} error={IssueText.Sentence(p.Error)}"))]);
    }

    private static RotationOffsets ReadHouses(CheckedJson root)
    {
        var houses = ImmutableSortedDictionary.CreateBuilder<string, HouseOffsets>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in root.PropertyNames)
        {
            var house = root.RequiredObject(name);
            foreach (var unknown in house.PropertyNames.Where(property => property is not ("parts" or "packages")))
            {
                house.Property(unknown).Report("must be parts or packages");
            }

            houses[name.Trim()] = new(ReadDegrees(house.OptionalObject("parts")), ReadDegrees(house.OptionalObject("packages")));
        }

        return new(houses.ToImmutable());
    }

    private static ImmutableSortedDictionary<string, double> ReadDegrees(CheckedJson entries)
    {
        var degrees = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in entries.PropertyNames.Take(MaxEntries))
        {
            degrees[name.Trim()] = entries.RequiredNumber(name, -360, 360);
        }

        return degrees.ToImmutable();
    }
}
