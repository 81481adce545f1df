using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>Says how many tracks cross a straight line at most, on one layer: their centre lines lie a track's width and the clearance apart.</summary>
/// <param name="onGrid">Tracks lie on the plan's own grid; else anywhere. A line that slants counts as if they lay anywhere.</param>
internal sealed class TrackRoom(RoutingPlan plan, bool onGrid)
{
    /// <summary>Nanometres by which a track may be nearer to something than the rules say: places are rounded, and the checks forgive so much.</summary>
    private const double Grace = 1_500;

    /// <param name="from">Where the line begins, and how far from there the first centre line keeps; nanometres.</param>
    /// <param name="to">Likewise its end.</param>
    public int On((Point At, double Keep) from, (Point At, double Keep) to)
    {
        var free = from.At.DistanceTo(to.At) - from.Keep - to.Keep + 2 * Grace;
        return free < 0 ? 0 : !onGrid ? (int)(free / plan.TrackPitch) + 1
            : from.At.X == to.At.X ? OnLines(from.At.Y, to.At.Y, plan.Lattice.ResidueY)
            : from.At.Y == to.At.Y ? OnLines(from.At.X, to.At.X, plan.Lattice.ResidueX)
            : (int)(free / plan.TrackPitch) + 1;

        int OnLines(long begin, long end, long residue)
        {
            var (first, last) = begin < end ? (begin + from.Keep, end - to.Keep) : (end + to.Keep, begin - from.Keep);
            var pitch = plan.Lattice.Pitch;
            var lines = (int)(Math.Floor((last + Grace - residue) / pitch) - Math.Ceiling((first - Grace - residue) / pitch)) + 1;
            var apart = (int)((plan.TrackPitch + pitch - 1) / pitch);
            return (lines + apart - 1) / apart;
        }
    }
}
