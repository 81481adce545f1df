using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class FrontQueueTests
{
    [Fact]
    public void A_front_over_an_open_plane_reaches_every_place_at_its_octile_distance_the_nearest_first()
    {
        const int size = 60;
        var begin = new (int X, int Y, int Distance)[] { (5, 7, 0), (50, 12, 0), (30, 55, 260) };
        var distance = new int[size * size];
        Array.Fill(distance, int.MaxValue);
        var queue = new FrontQueue();

        // Cleared, it must know nothing of what it held.
        queue.Begin(3, 1);
        queue.Step(4, 2, isSlanting: true);
        queue.Clear();
        foreach (var (x, y, least) in begin)
        {
            distance[y * size + x] = least;
            queue.Begin(least, y * size + x);
        }

        var last = 0;
        while (queue.TryPop(out var reached, out var place))
        {
            Assert.True(reached >= last);
            last = reached;
            for (var direction = 0; direction < 8; direction++)
            {
                var (dx, dy) = RoutingGrid.Steps[direction];
                int x = place % size + dx, y = place / size + dy, next = reached + PathCost.Step(direction);
                if ((uint)x < size && (uint)y < size && reached == distance[place] && next < distance[y * size + x])
                {
                    distance[y * size + x] = next;
                    queue.Step(next, y * size + x, isSlanting: (direction & 1) != 0);
                }
            }
        }

        for (var place = 0; place < distance.Length; place++)
        {
            Assert.Equal(begin.Min(b => b.Distance + PathCost.Octile(Math.Abs(place % size - b.X), Math.Abs(place / size - b.Y))), distance[place]);
        }

        queue.Dispose();
    }
}
