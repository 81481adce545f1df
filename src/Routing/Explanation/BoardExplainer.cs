using System.Collections.Immutable;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>Says of every socket that routing gave up what bars it and which modules to move.</summary>
internal static class BoardExplainer
{
    /// <summary>How many bottlenecks are looked into, and how many sockets are told of.</summary>
    private const int MostBottlenecks = 4;
    private const int MostSockets = 12;

    /// <param name="routed">What the router made of the board's plan.</param>
    public static BoardExplanation Explain(PlacedBoard board, RoutedBoard routed, CancellationToken cancellationToken)
    {
        if (routed.Unconnected.IsEmpty)
        {
            return BoardExplanation.None;
        }

        var plan = RoutePlanner.Plan(board).Plan;
        var advisor = new MoveAdvisor(board, routed, new(plan));
        var groups = Bottlenecks(plan, routed, cancellationToken)
            .Select(found => new BlockedGroup(
                [.. found.Sockets.OrderBy(socket => socket.Id).Select(socket => board.Sockets[socket.Id])],
                found.Bottleneck,
                advisor.Advise(found.Bottleneck, found.Sockets, cancellationToken)))
            .OrderBy(group => group.Sockets[0].Id)
            .ToImmutableArray();
        var blocked = groups
            .SelectMany(group => group.Sockets.Select(socket => new BlockedSocket(socket, group.Bottleneck.For(socket.Net), group.Advice)))
            .OrderBy(socket => socket.Socket.Id)
            .Take(MostSockets)
            .ToImmutableArray();
        return new(
            blocked,
            [.. blocked.Select(socket => BlockedIssue.Of(board, socket))],
            [.. groups.Select(group => BlockedSentence.Of(board, group)), .. BlockedSentence.OfRest(routed.Unconnected.Length - groups.Sum(group => group.Sockets.Length))]);
    }

    /// <summary>The bottlenecks with the open sockets behind each.</summary>
    private static List<Found> Bottlenecks(RoutingPlan plan, RoutedBoard routed, CancellationToken cancellationToken)
    {
        var space = new FreeSpace(plan);
        var open = routed.Unconnected.ToHashSet();
        var finder = new BottleneckFinder(space, routed, socket => open.Contains(socket.Id));
        var found = new List<Found>();
        foreach (var socket in space.Plan.Sockets.Where(socket => open.Contains(socket.Id)))
        {
            if (found.Find(other => space.Starts(socket).Any(other.Region.Contains) && other.Bottleneck.Nets.Contains(plan.Net(socket.Net).Name)) is { } known)
            {
                known.Sockets.Add(socket);
            }
            else if (found.Count < MostBottlenecks)
            {
                var (bottleneck, region) = finder.Find(socket, open, cancellationToken);
                if (found.FindIndex(other => other.Bottleneck.IsSame(bottleneck)) is var same and >= 0)
                {
                    found[same] = found[same].With(socket, bottleneck);
                }
                else
                {
                    found.Add(new(bottleneck, region, [socket]));
                }
            }
        }

        return found;
    }

    private sealed record Found(Bottleneck Bottleneck, HashSet<Stop> Region, List<PlannedSocket> Sockets)
    {
        private static ImmutableArray<string> Union(ImmutableArray<string> one, ImmutableArray<string> other) => [.. one.Union(other).Order(StringComparer.Ordinal)];

        /// <summary>With a socket that the same gaps bar.</summary>
        public Found With(PlannedSocket socket, Bottleneck bottleneck) => this with
        {
            Sockets = [.. Sockets, socket],
            Bottleneck = Bottleneck with
            {
                Nets = Union(Bottleneck.Nets, bottleneck.Nets),
                Neighbours = Union(Bottleneck.Neighbours, bottleneck.Neighbours),
            },
        };
    }
}
