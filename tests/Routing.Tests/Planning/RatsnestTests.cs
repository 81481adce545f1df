using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Planning;

public class RatsnestTests
{
    private static BoardSocket Socket(int id, string net, long x, long y) => new(id, 0, net, net, false, new(x, y), CopperLayer.Front);

    [Fact]
    public void Lines_join_the_nearest_sockets_of_each_net_and_no_others()
    {
        ImmutableArray<BoardSocket> sockets =
            [Socket(0, "B", 0, 0), Socket(1, "A", 1, 0), Socket(2, "B", 10, 0), Socket(3, "A", 3, 0), Socket(4, "B", 12, 0), Socket(5, "ALONE", 5, 5)];
        Assert.Equal(new RatsnestLine[] { new(1, 3), new(0, 2), new(2, 4) }, Ratsnest.Of(sockets).AsEnumerable());
    }

    [Fact]
    public void Every_net_becomes_one_tree_that_is_no_longer_than_any_star() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Net, short X, short Y)[]>(),
        points =>
        {
            ImmutableArray<BoardSocket> sockets = [.. points.Select((p, i) => Socket(i, (p.Net % 3).ToString(), p.X, p.Y))];
            var lines = Ratsnest.Of(sockets);
            foreach (var net in sockets.GroupBy(socket => socket.Net))
            {
                var own = lines.Where(line => sockets[line.From].Net == net.Key).ToList();
                Assert.All(own, line => Assert.Equal(net.Key, sockets[line.To].Net));
                Assert.Equal(net.Count() - 1, own.Count);
                Assert.Single(Components(net.Select(socket => socket.Id), own));
                var length = own.Sum(line => sockets[line.From].At.DistanceTo(sockets[line.To].At));
                Assert.All(net, centre => Assert.True(length <= net.Sum(socket => socket.At.DistanceTo(centre.At)) + 1e-6));
            }
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<int> Components(IEnumerable<int> ids, List<RatsnestLine> lines)
    {
        var label = ids.ToDictionary(id => id, id => id);
        foreach (var (from, to) in lines)
        {
            var (old, now) = (label[to], label[from]);
            foreach (var id in label.Keys.Where(id => label[id] == old).ToList())
            {
                label[id] = now;
            }
        }

        return label.Values.Distinct();
    }
}
