using FsCheck;
using FsCheck.Fluent;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class CostQueueTests
{
    private const int Width = 8;

    /// <summary>A cost is put in, and a negative one takes the first out.</summary>
    [Fact]
    public void Buckets_come_out_in_order_and_of_each_the_newest_first() =>
        Prop.ForAll(Gen.Choose(-3000, 5000).ListOf().ToArbitrary(), steps =>
        {
            var queue = new CostQueue();
            queue.Clear();
            var isSame = Follows(queue, steps);

            // Cleared, with something still in it, it is as good as new.
            queue.Clear();
            isSame &= Follows(queue, steps);
            queue.Dispose();
            return isSame;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_holds_no_more_entries_than_wait_at_once()
    {
        var queue = new CostQueue();
        queue.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3_000_000; i++)
        {
            queue.Push(i & 1023, i);
            Assert.True(queue.TryPop(out _, out var item) && item == i);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        queue.Dispose();
    }

    private static bool Follows(CostQueue queue, IReadOnlyList<int> steps)
    {
        var waiting = new List<(int Cost, int Item)>();
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] >= 0)
            {
                queue.Push(steps[i], i);
                waiting.Add((steps[i], i));
                continue;
            }

            var isTaken = queue.TryPop(out var cost, out var item);
            if (isTaken != waiting.Count > 0)
            {
                return false;
            }

            if (isTaken)
            {
                var first = waiting.MinBy(entry => (entry.Cost / Width, -entry.Item));
                if ((cost, item) != first)
                {
                    return false;
                }

                waiting.Remove(first);
            }
        }

        return true;
    }
}
