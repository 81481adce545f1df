using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Tests.Gerber;

namespace MakeDevice.Routing.Tests.Excellon;

/// <summary>Every real drill file at hand: the repository's samples, and the shared modules where they are.</summary>
public class RealDrillTests
{
    [Fact]
    public void Reading_what_was_written_gives_the_same_hits()
    {
        Assert.NotEmpty(SharedFiles.Drills);
        foreach (var path in SharedFiles.Drills)
        {
            var file = ExcellonReader.Read(File.ReadAllBytes(path), path).Whole;
            Assert.Equal(!path.Contains("NPTH", StringComparison.Ordinal), file.Plated);
            var again = ExcellonReader.Read(ExcellonWriter.Write(file, file.Plated!.Value, []), "again.drl").Whole;
            Assert.Equal(Texts(file), Texts(again));
            Assert.Equal(file.Plated, again.Plated);
        }
    }

    /// <summary>Hits as a set; a slot has no direction.</summary>
    private static IEnumerable<string> Texts(DrillFile file) => file.Hits
        .Select(hit => hit is DrillSlot slot && (slot.From.X, slot.From.Y).CompareTo((slot.To.X, slot.To.Y)) > 0
            ? (slot with { From = slot.To, To = slot.From }).ToString()
            : hit.ToString())
        .Distinct().Order(StringComparer.Ordinal);
}
