using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>Says how many tracks cross a straight line at most, on one layer: their centre lines lie a track's width and the clearance apart.</summary>
/// <param name="lattices">The grids of which tracks lie on one; none where they lie anywhere. A line that slants counts as if they lay anywhere.</param>
internal sealed class TrackRoom(RoutingPlan plan, params ImmutableArray<RoutingLattice> lattices)
{
    /// <summary>Nodes of a grid that the way of a socket onto it may pass.</summary>
    private const int NodesALeg = 4;

    /// <param name="onGrid">Tracks lie on the plan's own grid; else anywhere.</param>
    public TrackRoom(RoutingPlan plan, bool onGrid)
        : this(plan, onGrid ? [plan.Lattice] : [])
    {
    }

    /// <summary>Sockets that stand no farther from a gap may pass it on their way onto a grid; nanometres.</summary>
    public long Leg => Math.Max(plan.TrackPitch, lattices.IsEmpty ? 0 : NodesALeg * lattices.Max(lattice => lattice.Pitch));

    /// <summary>Nanometres by which a track may be nearer to something than the rules say: places are rounded, and the checks forgive so much.</summary>
    private const double Grace = 1_500;

    /// <param name="from">Where the line begins, and how far from there the first centre line keeps; nanometres.</param>
    /// <param name="to">Likewise its end.</param>
    public int On((Point At, double Keep) from, (Point At, double Keep) to)
    {
        var free = from.At.DistanceTo(to.At) - from.Keep - to.Keep + 2 * Grace;
        return free < 0 ? 0
            : !lattices.IsEmpty && from.At.X == to.At.X ? lattices.Max(lattice => OnLines(from.At.Y, to.At.Y, lattice.ResidueY, lattice.Pitch))
            : !lattices.IsEmpty && from.At.Y == to.At.Y ? lattices.Max(lattice => OnLines(from.At.X, to.At.X, lattice.ResidueX, lattice.Pitch))
            : (int)(free / plan.TrackPitch) + 1;

        int OnLines(long begin, long end, long residue, long pitch)
        {
            var (first, last) = begin < end ? (begin + from.Keep, end - to.Keep) : (end + to.Keep, begin - from.Keep);
            var lines = (int)(Math.Floor((last + Grace - residue) / pitch) - Math.Ceiling((first - Grace - residue) / pitch)) + 1;
            var apart = (int)((plan.TrackPitch + pitch - 1) / pitch);
            return (lines + apart - 1) / apart;
        }
    }
}
