using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Manufacturing;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Manufacturing;

public class MilledNotchesTests
{
    private const long Cutter = Units.Millimetre;

    /// <summary>Notches of a board of 40 x 40 mm, downwards from its upper edge.</summary>
    [Theory]
    [InlineData(0.1, 3, 1)]
    [InlineData(0.9, 10, 1)]
    [InlineData(1.1, 10, 0)]
    [InlineData(0.5, 0.6, 0)]
    public void A_notch_narrower_than_the_cutter_and_deeper_than_it_is_wide_is_found(double width, double depth, int expected)
    {
        var found = MilledNotches.Of(Board(At(20, -20), At(20, 20), At(-20, 20), At(-20, -20), At(-width / 2, -20), At(-width / 2, -20 + depth), At(width / 2, -20 + depth), At(width / 2, -20)), Cutter).ToList();
        Assert.Equal(expected, found.Count);
        Assert.All(found, notch =>
        {
            Assert.Equal(width * 1e6, notch.Width, width * 0.2e6);
            Assert.InRange(notch.At!.Value.Y, (20 - depth) * 1e6, 20e6);
        });
    }

    [Fact]
    public void Corners_that_the_cutter_rounds_are_none() =>
        Assert.Empty(MilledNotches.Of(Board(At(20, -20), At(20, 20), At(0, 20), At(0, 5), At(-3, 5), At(-8, 20), At(-20, 20), At(-20, -20)), Cutter));

    [Fact]
    public void A_wedge_that_no_cutter_gets_into_is_found() =>
        Assert.Single(MilledNotches.Of(Board(At(20, -20), At(20, 20), At(1, 20), At(0, 0), At(-1, 20), At(-20, 20), At(-20, -20)), Cutter));

    [Fact]
    public void A_rectangle_has_no_notches() => Assert.Empty(MilledNotches.Of(new(40_000_000, 40_000_000, 2_000_000, true, false), Cutter));

    private static string At(double x, double y) => string.Create(CultureInfo.InvariantCulture, $$"""{"x":{{x}},"y":{{y}}}""");

    private static BoardOutline Board(params string[] nodes) =>
        ProjectReader.Read(Encoding.UTF8.GetBytes($$$"""{"size":{"width":40,"height":40},"pcbOptions":{"outline":[{{{string.Join(',', nodes)}}}]},"modules":[]}""")).Project!.Board;
}
