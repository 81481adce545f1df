using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Pathfinding;

/// <summary>The legs that <see cref="SocketAccessFinder"/> finds.</summary>
public class SocketAccessTests
{
    [Theory]
    [InlineData(250_000)]
    [InlineData(70_000)]
    public void Legs_lead_from_the_socket_to_nodes_clear_of_all_obstacles_shortest_first(long step)
    {
        var plan = RoutePlanner.Plan(SyntheticBoards.Random(5, 6, step: step, rules: DesignRules.Default)).Plan;
        using var ground = new Ground(plan);
        var finder = new SocketAccessFinder(plan, ground.Grid, ground.Index);
        foreach (var socket in plan.Sockets)
        {
            var layer = plan.SideOf(socket).TrackLayer();
            var accesses = finder.Find(layer, ground.BesideBuses(layer), socket);
            Assert.NotEmpty(accesses);
            Assert.Equal(accesses.Select(access => access.Length).Order(), accesses.Select(access => access.Length));
            foreach (var access in accesses)
            {
                Assert.Equal(socket.Start, access.Leg[0]);
                Assert.Equal(ground.Grid.At(access.Node), access.Leg[^1]);
                Assert.Equal(Polyline.Length(access.Leg.AsSpan()), access.Length, tolerance: 1);
                Assert.InRange(access.Leg.Length, 1, 3);
                Assert.Equal(access.Direction, finder.Check(layer, socket, access.Leg)?.Direction);
            }
        }
    }

    [Fact]
    public void A_leg_that_comes_too_near_to_another_net_is_none()
    {
        var plan = RoutePlanner.Plan(SyntheticBoards.Random(5, 6, rules: DesignRules.Default)).Plan;
        using var ground = new Ground(plan);
        var finder = new SocketAccessFinder(plan, ground.Grid, ground.Index);
        var sockets = plan.Sockets.Where(socket => socket.Layer == CopperLayer.Front).ToList();
        var other = sockets.First(socket => socket.Net != sockets[0].Net && socket.Module == sockets[0].Module);
        Assert.Null(finder.Check(CopperLayer.Front, sockets[0].On(CopperLayer.Front), [sockets[0].At, other.At]));
    }
}
