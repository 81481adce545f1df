using System.Globalization;
using System.Text;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests.Fabrication;

/// <summary>BOM and CPL against what the predecessor delivered for the same boards.</summary>
public class ReferenceAssemblyTests
{
    [SharedTheory]
    [InlineData("i2c02")]
    [InlineData("i2c04")]
    [InlineData("i2c08")]
    [InlineData("i2c20")]
    [InlineData("jvm02")]
    [InlineData("jvm04")]
    [InlineData("jvm06")]
    public void The_bom_lists_the_same_parts_and_quantities(string name)
    {
        var (board, routed) = RealBoards.Shared($"valid/{name}");
        var ours = Quantities(RealBoards.Make(board, routed, $"BOM_{name}.csv").Content.Span);
        var reference = Quantities(File.ReadAllBytes(Path.Combine(SharedData.Root!, "reference", name, $"BOM_{name}.csv")));
        Assert.NotEmpty(ours);
        Assert.Equal(reference, ours);
    }

    [SharedTheory]
    [InlineData("i2c02")]
    [InlineData("i2c04")]
    [InlineData("i2c08")]
    [InlineData("i2c20")]
    [InlineData("jvm02")]
    [InlineData("jvm04")]
    [InlineData("jvm06")]
    public void Every_part_is_within_a_micrometre_of_the_references_and_turned_as_it(string name)
    {
        var (board, routed) = RealBoards.Shared($"valid/{name}");
        var ours = Placements(RealBoards.Make(board, routed, $"CPL_{name}-top-pos.csv").Content.Span);
        var reference = Placements(File.ReadAllBytes(Path.Combine(SharedData.Root!, "reference", name, $"CPL_{name}-top-pos.csv")));
        Assert.Equal(reference.Count, ours.Count);
        foreach (var part in ours)
        {
            var same = reference.FindIndex(other => other.Value == part.Value && other.Package == part.Package && other.Layer == part.Layer
                && Math.Abs(other.X - part.X) <= 0.001 && Math.Abs(other.Y - part.Y) <= 0.001 && SameTurn(other.Rotation, part.Rotation));
            Assert.True(same >= 0, $"{part} has no counterpart");
            reference.RemoveAt(same);
        }
    }

    private static bool SameTurn(double a, double b) => Math.Abs(Math.IEEERemainder(a - b, 360)) < 1e-6;

    private static SortedDictionary<string, int> Quantities(ReadOnlySpan<byte> csv)
    {
        var quantities = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in TestCsv.Rows(csv))
        {
            var kind = $"{row[0]} | {row[2]} | {row[3]}";
            quantities[kind] = quantities.GetValueOrDefault(kind) + row[1].Split(',').Length;
        }

        return quantities;
    }

    private static List<Part> Placements(ReadOnlySpan<byte> csv) => [.. TestCsv.Rows(csv).Select(row => new Part(
        row[1], row[2], Number(row[3]), Number(row[4]), Number(row[5]), row[6]))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Part(string Value, string Package, double X, double Y, double Rotation, string Layer);
}
