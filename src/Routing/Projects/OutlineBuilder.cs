using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Joins the nodes of a free outline to a contour. A fillet touches the straight lines to both neighbours, at most half of the shorter one away from
/// its node; a bulged edge runs from where the fillet of its first node ends to where that of the next one begins.
/// </summary>
internal static class OutlineBuilder
{
    /// <summary>A Gerber file in the format 4.6 holds centres up to 10 m away; flatter arcs are drawn as chords.</summary>
    private const double LargestRadius = 5_000.0 * Units.Millimetre;

    /// <summary>An arc that rises less above its chord is straight, and what is nearer is one point; nanometres.</summary>
    private const double Flat = 100, Joint = 2;

    /// <summary>The greatest radius that fits at each node, nanometres.</summary>
    public static IEnumerable<double> LargestRadii(IReadOnlyList<OutlineNode> nodes) => Corners(nodes).Select(corner => corner.Longest * corner.Tangent);

    /// <returns>The contour, and for each of its segments the number of the node that it belongs to.</returns>
    public static (Contour Contour, ImmutableArray<int> Nodes) Build(IReadOnlyList<OutlineNode> nodes)
    {
        var fillets = Corners(nodes).Zip(nodes, (corner, node) => corner.Fillet(node.Radius)).ToArray();
        var pen = new Pen(fillets[0]?.Entry ?? nodes[0].At);
        for (var i = 0; i < nodes.Count; i++)
        {
            var next = (i + 1) % nodes.Count;
            if (fillets[i] is { } fillet)
            {
                pen.ArcTo(fillet.Exit, fillet.Center, fillet.Clockwise, i);
            }

            pen.EdgeTo(fillets[next]?.Entry ?? nodes[next].At, nodes[i].Bulge, i);
        }

        return pen.Close();
    }

    private static IEnumerable<Corner> Corners(IReadOnlyList<OutlineNode> nodes) =>
        nodes.Select((node, i) => new Corner(nodes[(i + nodes.Count - 1) % nodes.Count].At, node.At, nodes[(i + 1) % nodes.Count].At));

    private static long Round(double value) => (long)Math.Round(value, MidpointRounding.AwayFromZero);

    private sealed record Fillet(Point Entry, Point Exit, Point Center, bool Clockwise);

    /// <summary>A node with its straight lines to both neighbours.</summary>
    private sealed class Corner
    {
        private readonly Point _at;
        private readonly double _ax, _ay, _bx, _by, _cosine;

        public Corner(Point before, Point at, Point after)
        {
            double ax = before.X - at.X, ay = before.Y - at.Y, bx = after.X - at.X, by = after.Y - at.Y;
            double a = Math.Sqrt(ax * ax + ay * ay), b = Math.Sqrt(bx * bx + by * by);
            (_at, _ax, _ay, _bx, _by) = (at, ax / a, ay / a, bx / b, by / b);
            _cosine = Math.Clamp(_ax * _bx + _ay * _by, -1, 1);
            Tangent = Math.Sqrt((1 - _cosine) / (1 + _cosine));
            Longest = Math.Min(a, b) / 2;
        }

        /// <summary>Radius of a fillet over how far from the node it touches the lines.</summary>
        public double Tangent { get; }

        /// <summary>The farthest from the node that a fillet may touch the lines.</summary>
        public double Longest { get; }

        public Fillet? Fillet(double asked)
        {
            var along = Math.Min(asked / Tangent, Longest);
            var radius = along * Tangent;
            if (!(radius > Joint) || along <= Joint)
            {
                return null;
            }

            // The centre lies on the bisector, at radius / sin of half the angle.
            var (mx, my) = (_ax + _bx, _ay + _by);
            var reach = radius / Math.Sqrt((1 - _cosine) / 2) / Math.Sqrt(mx * mx + my * my);
            return new(At(_ax * along, _ay * along), At(_bx * along, _by * along), At(mx * reach, my * reach), _ax * _by - _ay * _bx > 0);
        }

        private Point At(double x, double y) => new(_at.X + Round(x), _at.Y + Round(y));
    }

    private sealed class Pen
    {
        private readonly Point _start;
        private readonly ImmutableArray<ContourSegment>.Builder _segments = ImmutableArray.CreateBuilder<ContourSegment>();
        private readonly ImmutableArray<int>.Builder _nodes = ImmutableArray.CreateBuilder<int>();
        private Point _at;

        public Pen(Point start) => _start = _at = start;

        public void EdgeTo(Point to, double bulge, int node)
        {
            double dx = to.X - _at.X, dy = to.Y - _at.Y, chord = Math.Sqrt(dx * dx + dy * dy);
            if (chord <= Joint)
            {
                return;
            }

            if (Math.Abs(bulge) * chord / 2 < Flat)
            {
                Add(new(to, null, false), node);
                return;
            }

            // The centre's way from the chord's middle, in chords to the left.
            var left = (1 - bulge * bulge) / (4 * bulge);
            var center = new Point(Round((_at.X + to.X) / 2.0 - dy * left), Round((_at.Y + to.Y) / 2.0 + dx * left));
            ArcTo(to, center, bulge < 0, node);
        }

        public void ArcTo(Point to, Point center, bool clockwise, int node)
        {
            if (to.DistanceTo(_at) <= Joint)
            {
                return;
            }

            if (_at.DistanceTo(center) <= LargestRadius)
            {
                Add(new(to, center, clockwise), node);
                return;
            }

            var points = new List<Point>();
            Arcs.AppendChords(points, _at, to, center, clockwise);
            points.ForEach(point => Add(new(point, null, false), node));
        }

        /// <summary>Ends where it began, whatever rounding has left between.</summary>
        public (Contour Contour, ImmutableArray<int> Nodes) Close()
        {
            if (_segments.Count > 0)
            {
                _segments[^1] = _segments[^1] with { To = _start };
            }

            return (new(_start, new(_segments.ToImmutable())), _nodes.ToImmutable());
        }

        private void Add(ContourSegment segment, int node)
        {
            _segments.Add(segment);
            _nodes.Add(node);
            _at = segment.To;
        }
    }
}
