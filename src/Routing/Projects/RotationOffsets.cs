using System.Collections.Immutable;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// How many degrees counter-clockwise a fabrication house's part library has a part turned otherwise than the modules' CPL, by house and there by part number or package.
/// Data that the operator keeps, empty by default; see <see cref="RotationOffsetsReader"/>.
/// </summary>
public sealed record RotationOffsets(ImmutableSortedDictionary<string, HouseOffsets> Houses)
{
    public static RotationOffsets None { get; } = new(ImmutableSortedDictionary<string, HouseOffsets>.Empty);

    public bool IsEmpty => Houses.IsEmpty;

    /// <summary>All of it in one line; equal where it turns every part alike.</summary>
    public string Canonical => string.Join(';', Houses.Select(house =>
        $"{house.Key.ToUpperInvariant()}:{string.Join(',', house.Value.Parts.Select(Entry))}|{string.Join(',', house.Value.Packages.Select(Entry))}"));

    /// <summary>Degrees for a part: by its number, else by the first of its packages that is listed, else 0.</summary>
    public double Of(string house, string partNumber, params ReadOnlySpan<string> packages)
    {
        if (!Houses.TryGetValue(house, out var offsets))
        {
            return 0;
        }

        if (offsets.Parts.TryGetValue(partNumber, out var degrees))
        {
            return degrees;
        }

        foreach (var package in packages)
        {
            if (offsets.Packages.TryGetValue(package, out degrees))
            {
                return degrees;
            }
        }

        return 0;
    }



    private static string Entry(KeyValuePair<string, double> entry) => FormattableString.Invariant($"{entry.Key.ToUpperInvariant()}={entry.Value}");
}

/// <param name="Parts">Degrees by part number.</param>
/// <param name="Packages">Degrees by the name of a package, as BOM or CPL of the modules give it.</param>
public sealed record HouseOffsets(ImmutableSortedDictionary<string, double> Parts, ImmutableSortedDictionary<string, double> Packages);
