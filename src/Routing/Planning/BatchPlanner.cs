using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Planning;

/// <summary>
/// Groups a side's modules into socket batches by proximity: recursive bisection across the longer extent. The batches only
/// spread the work; the result of routing does not depend on them.
/// </summary>
internal static class BatchPlanner
{
    /// <summary>
    /// A batch up to this size is one activity: routing it takes a few milliseconds, dispatching an activity 50 to 300.
    /// </summary>
    public const int SocketsPerBatch = 48;

    public static (ImmutableArray<PlannedBatch> Batches, string Reasoning) Plan(Side side, IEnumerable<PlannedSocket> sockets)
    {
        var units = sockets
            .GroupBy(socket => socket.Module)
            .OrderBy(group => group.Key)
            .Select(group => new Unit(group.Key, Box.Around(group.Select(socket => socket.At)).Center, [.. group.Select(socket => socket.Id)]))
            .ToList();
        var groups = new List<List<Unit>>();
        Split(units, groups);
        var batches = groups
            .Select(group => group.OrderBy(unit => unit.Module).ToList())
            .OrderBy(group => group[0].Module)
            .Select((group, index) => new PlannedBatch(
                side, index, [.. group.Select(unit => unit.Module)], [.. group.SelectMany(unit => unit.Sockets).Order()]))
            .ToImmutableArray();
        return (batches, Explain(side, units, batches));
    }

    private static void Split(List<Unit> units, List<List<Unit>> groups)
    {
        var total = units.Sum(unit => unit.Sockets.Length);
        if (total == 0)
        {
            return;
        }

        if (total <= SocketsPerBatch || units.Count == 1)
        {
            groups.Add(units);
            return;
        }

        var extent = Box.Around(units.Select(unit => unit.Center));
        var sorted = extent.Width >= extent.Height
            ? units.OrderBy(unit => unit.Center.X).ThenBy(unit => unit.Module).ToList()
            : units.OrderBy(unit => unit.Center.Y).ThenBy(unit => unit.Module).ToList();
        var taken = 0;
        var cut = 0;
        while (cut < sorted.Count - 1 && (taken < total / 2 || cut == 0))
        {
            taken += sorted[cut++].Sockets.Length;
        }

        Split(sorted[..cut], groups);
        Split(sorted[cut..], groups);
    }

    private static string Explain(Side side, List<Unit> units, ImmutableArray<PlannedBatch> batches)
    {
        var name = side == Side.Left ? "left" : "right";
        var total = units.Sum(unit => unit.Sockets.Length);
        return batches.Length switch
        {
            0 => $"{name}: no sockets, no batch",
            1 => $"{name}: {total} sockets of {units.Count} modules in one batch, because routing up to {SocketsPerBatch} sockets takes less time than dispatching a second activity",
            _ => $"{name}: {total} sockets of {units.Count} modules in {batches.Length} batches of at most {batches.Max(batch => batch.Sockets.Length)}, cut across the longer extent so that near modules stay together",
        };
    }

    private sealed record Unit(int Module, Point Center, ImmutableArray<int> Sockets);
}
