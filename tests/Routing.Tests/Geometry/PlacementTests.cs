namespace MakeDevice.Routing.Tests;

public class PlacementTests
{
    [Fact]
    public void Right_angles_are_exact() =>
        Assert.Equal(new Geometry.Point(-2, 1), new Geometry.Placement(default, 90).Apply(new(1, 2)));
}
