using MakeDevice.Command;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Planning;

namespace Local.Tests.Command;

public sealed class RunningRouteTests
{
    [Fact]
    public void ProgressGoesByWhatIsDone_AndNeverBack()
    {
        RunningRoute route = new();
        List<double> told = [route.Done];
        route.Phase = RoutePhase.Plan;
        told.Add(route.Done);
        route.Phase = RoutePhase.Route;
        told.Add(route.Done);
        foreach ((Side side, int connected) in new[] { (Side.Left, 10), (Side.Right, 5), (Side.Left, 30), (Side.Right, 10) })
        {
            route.Report(new RouteProgress(side, 0, connected, side == Side.Left ? 30 : 10, () => RoutedBoard.Empty) { Stage = "coarse" });
            told.Add(route.Done);
        }

        // Another stage begins with less.
        route.Report(new RouteProgress(Side.Left, 0, 1, 30, () => RoutedBoard.Empty) { Stage = "detailed" });
        Assert.Equal(told[^1], route.Done);
        route.Phase = RoutePhase.Verify;
        told.Add(route.Done);
        route.Phase = RoutePhase.Done;
        told.Add(route.Done);

        Assert.Equal(told.Order(), told);
        Assert.Equal((0, 1), (told[0], told[^1]));
        Assert.InRange(told[3], told[2] + 0.1, told[^2]);
    }
}
