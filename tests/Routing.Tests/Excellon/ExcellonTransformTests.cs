using MakeDevice.Routing.Excellon;

namespace MakeDevice.Routing.Tests.Excellon;

public class ExcellonTransformTests
{
    private static readonly DrillFile File = new(true, [new DrillHole(new(10, 20), 300_000, "ViaDrill"), new DrillSlot(new(0, 0), new(5, 0), 500_000, null)]);

    [Fact]
    public void Holes_and_slots_are_turned_and_moved() => Assert.Equal(
        [new DrillHole(new(80, 210), 300_000, "ViaDrill"), new DrillSlot(new(100, 200), new(100, 205), 500_000, null)],
        ExcellonTransform.Apply(File, new(new(100, 200), 90)).Hits.AsEnumerable());

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, false, false)]
    [InlineData(true, false, null)]
    [InlineData(true, null, null)]
    public void A_merged_file_says_what_all_say(bool first, bool? second, bool? merged) =>
        Assert.Equal(merged, ExcellonTransform.Merge([File with { Plated = first }, File with { Plated = second }]).Plated);

    [Fact]
    public void Merging_keeps_every_hit()
    {
        Assert.Equal([.. File.Hits, .. File.Hits], ExcellonTransform.Merge([File, File]).Hits.AsEnumerable());
        Assert.Null(ExcellonTransform.Merge([]).Plated);
    }
}
