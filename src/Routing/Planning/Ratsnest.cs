using System.Collections.Immutable;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>A straight line between two sockets that must be joined, by their indices.</summary>
public readonly record struct RatsnestLine(int From, int To);

/// <summary>
/// The connections that a board still has to make, as short as straight lines can be: a minimum spanning tree of every net's sockets (R. C. Prim,
/// "Shortest connection networks and some generalizations", 1957). Of equal distances the lower index wins.
/// </summary>
internal static class Ratsnest
{
    /// <returns>Lines between indices of <paramref name="sockets"/>, net after net in the order of their names; a net of one socket has none.</returns>
    public static ImmutableArray<RatsnestLine> Of(ImmutableArray<BoardSocket> sockets)
    {
        var lines = ImmutableArray.CreateBuilder<RatsnestLine>();
        var nets = Enumerable.Range(0, sockets.Length).GroupBy(index => sockets[index].Net, StringComparer.Ordinal).OrderBy(net => net.Key, StringComparer.Ordinal);
        foreach (var net in nets)
        {
            Join([.. net], sockets, lines);
        }

        return lines.ToImmutable();
    }

    private static void Join(int[] net, ImmutableArray<BoardSocket> sockets, ImmutableArray<RatsnestLine>.Builder lines)
    {
        // Of each socket that is not yet joined: the nearest joined one, and how far that is.
        var nearest = new int[net.Length];
        var distance = new double[net.Length];
        Array.Fill(distance, double.PositiveInfinity);
        var joined = 0;
        for (var left = net.Length - 1; left > 0; left--)
        {
            distance[joined] = double.NegativeInfinity;
            var next = -1;
            for (var i = 0; i < net.Length; i++)
            {
                if (double.IsNegativeInfinity(distance[i]))
                {
                    continue;
                }

                var far = sockets[net[i]].At.DistanceTo(sockets[net[joined]].At);
                if (far < distance[i])
                {
                    (distance[i], nearest[i]) = (far, joined);
                }

                if (next < 0 || distance[i] < distance[next])
                {
                    next = i;
                }
            }

            lines.Add(new(net[nearest[next]], net[next]));
            joined = next;
        }
    }
}
