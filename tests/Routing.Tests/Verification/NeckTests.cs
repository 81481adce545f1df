using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

/// <summary>Widths of joints against what a ruler would say: chords of circles that overlap, and of round ends in areas.</summary>
public sealed class NeckTests
{
    private static readonly Polygon Square = new([new(0, 0), new(1_000, 0), new(1_000, 1_000), new(0, 1_000)]);

    [Theory]
    [InlineData(100, 100, 0, 200)]
    [InlineData(100, 100, 120, 160)]
    [InlineData(100, 100, 160, 120)]
    [InlineData(100, 100, 200, 0)]
    [InlineData(100, 60, 80, 120)]
    [InlineData(100, 60, 30, 120)]
    [InlineData(60, 100, 80, 120)]
    [InlineData(60, 100, 140, 74.231)]
    [InlineData(100, 60, 140, 74.231)]
    [InlineData(100, 60, 39, 120)]
    [InlineData(100, 60, 41, 120)]
    public void Of_two_round_ends_it_is_the_chord_of_their_overlap_and_no_wider_than_the_thinner(double r, double s, double apart, double width) =>
        Assert.Equal(width, Width(Dot(0, 0, (long)r), Dot((long)apart, 0, (long)s)), 0.01);

    [Theory]
    [InlineData(500, 500, 100, 200)]
    [InlineData(1_000, 500, 100, 200)]
    [InlineData(1_060, 500, 100, 160)]
    [InlineData(1_080, 500, 100, 120)]
    [InlineData(1_100, 500, 100, 0)]
    public void Of_a_round_end_and_an_area_it_is_the_chord_along_the_border(long x, long y, long radius, double width)
    {
        Assert.Equal(width, Width(Dot(x, y, radius), Of(Square)), 0.01);
        Assert.Equal(width, Width(Of(Square), Dot(x, y, radius)), 0.01);
    }

    [Fact]
    public void Of_two_areas_that_touch_nobody_can_say_and_of_two_apart_there_is_none()
    {
        Assert.Equal(double.PositiveInfinity, Width(Of(Square), Of(new Polygon([new(1_000, 200), new(2_000, 200), new(2_000, 400)]))));
        Assert.Equal(0, Width(Of(Square), Of(new Polygon([new(900, 1_150), new(1_150, 900), new(1_150, 1_150)]))));
    }

    [Fact]
    public void Of_several_shapes_the_widest_joint_counts() =>
        Assert.Equal(160, Width(Of(new Capsule(new(0, 0), new(0, 0), 100), new Capsule(new(0, 300), new(0, 300), 100)), Of(new Capsule(new(160, 0), new(160, 0), 100), new Capsule(new(120, 300), new(120, 300), 100))), 0.01);

    private static double Width(in CopperItem a, in CopperItem b) => Neck.Between(a, b);

    private static CopperItem Dot(long x, long y, long radius) => Of(new Capsule(new(x, y), new(x, y), radius));

    private static CopperItem Of(params Shape[] shapes)
    {
        var source = new Flash(default, new CircleAperture(1, 0, AttributeSet.None), Polarity.Dark, AttributeSet.None);
        var bounds = shapes.Aggregate(Box.Empty, (box, shape) => box.Union(shape.Bounds));
        return new(CopperLayer.Front, shapes.Select(shape => new PlottedShape(shape, Polarity.Dark, 0, source)).ToArray(), bounds, null, ModuleZones.None);
    }
}
