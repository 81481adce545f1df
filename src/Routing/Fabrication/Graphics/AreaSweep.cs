using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>
/// Turns contours that may cross themselves and each other into simple polygons without holes, under a fill rule and inside or outside another area.
/// </summary>
/// <remarks>
/// A sweep from bottom to top in the manner of Bentley and Ottmann: between two neighbouring event heights no edges
/// cross, so the filled spans are trapezoids; a span that goes on above with the same ends joins the polygon below it.
/// Every polygon is monotone in y and shares only horizontal pieces with its neighbours. Crossing heights are rounded to
/// a nanometre, which bounds both the error and the number of steps. An overlay library takes valid polygons, which contours under a fill rule are
/// not: they would have to be cut at all crossings and each face asked for its winding number, which is what the sweep does on its way.
/// </remarks>
internal sealed class AreaSweep
{
    // Ends of spans that are nearer than this are one point.
    private const double Joint = 2;

    private readonly GraphicsBudget _budget;
    private readonly List<Edge> _edges = [];
    private readonly InkArea _other;
    private readonly bool _subtract;
    private Box _window = Box.Empty;

    /// <param name="other">Where it is filled only inside, or, with <paramref name="subtract"/>, only outside.</param>
    public AreaSweep(InkArea other, GraphicsBudget budget, bool subtract = false) => (_other, _budget, _subtract) = (other, budget, subtract);

    /// <summary>What of one area lies outside another.</summary>
    public static InkArea Subtract(InkArea from, InkArea what, GraphicsBudget budget)
    {
        var sweep = new AreaSweep(what, budget, subtract: true);
        var far = ImmutableArray.CreateBuilder<ImmutableArray<Point>>();
        foreach (var polygon in from.Polygons)
        {
            if (from.Overlaps || Box.Around(polygon.AsSpan()).Intersects(what.Bounds))
            {
                sweep.Add(polygon.AsSpan());
            }
            else
            {
                far.Add(polygon);
            }
        }

        return new([.. sweep.Fill(evenOdd: false).Polygons, .. far]);
    }

    /// <summary>Adds a closed contour, either orientation.</summary>
    public void Add(ReadOnlySpan<Point> contour)
    {
        if (_subtract)
        {
            // Points that were drawn once are not drawn again.
            _budget.Step(contour.Length);
        }
        else
        {
            _budget.Point(contour.Length);
        }

        for (var i = 0; i < contour.Length; i++)
        {
            Point a = contour[i], b = contour[(i + 1) % contour.Length];
            var box = _other.Bounds;
            _window = _window.Include(a);
            var outside = !_subtract && (Math.Max(a.Y, b.Y) <= box.Bottom || Math.Min(a.Y, b.Y) >= box.Top || Math.Min(a.X, b.X) >= box.Right);
            if (a.Y != b.Y && !outside)
            {
                _edges.Add(a.Y < b.Y ? new Edge(a, b, 1, false) : new Edge(b, a, -1, false));
            }
        }
    }

    /// <summary>The filled area.</summary>
    public InkArea Fill(bool evenOdd)
    {
        var bounds = _other.Bounds;
        _window = _subtract ? _window : new(
            Math.Max(_window.Left, bounds.Left), Math.Max(_window.Bottom, bounds.Bottom), Math.Min(_window.Right, bounds.Right), Math.Min(_window.Top, bounds.Top));
        if (_window.IsEmpty || (_other.IsEmpty && !_subtract))
        {
            return InkArea.Empty;
        }

        AddOther();
        _edges.RemoveAll(edge => edge.High.Y <= _window.Bottom || edge.Low.Y >= _window.Top);
        return new(Sweep(evenOdd));
    }

    /// <summary>Of the other area only what lies beside the window counts: to the right of it nothing is filled any more.</summary>
    private void AddOther()
    {
        foreach (var polygon in _other.Polygons)
        {
            for (var i = 0; i < polygon.Length; i++)
            {
                Point a = polygon[i], b = polygon[(i + 1) % polygon.Length];
                if (a.Y != b.Y && Math.Max(a.Y, b.Y) > _window.Bottom && Math.Min(a.Y, b.Y) < _window.Top && Math.Min(a.X, b.X) <= _window.Right)
                {
                    _edges.Add(a.Y < b.Y ? new Edge(a, b, 1, true) : new Edge(b, a, -1, true));
                }
            }
        }

        _budget.Step(_other.Polygons.Length);
    }

    private ImmutableArray<ImmutableArray<Point>> Sweep(bool evenOdd)
    {
        _edges.Sort(static (a, b) => a.Low.Y != b.Low.Y ? a.Low.Y.CompareTo(b.Low.Y) : a.Low.X.CompareTo(b.Low.X));
        var heights = new SortedSet<long>();
        foreach (var edge in _edges)
        {
            heights.Add(Math.Max(edge.Low.Y, _window.Bottom));
            heights.Add(Math.Min(edge.High.Y, _window.Top));
        }

        var polygons = ImmutableArray.CreateBuilder<ImmutableArray<Point>>();
        var (active, open, next) = (new List<Edge>(), new List<Strip>(), 0);
        long y = _window.Bottom;
        using var height = heights.GetEnumerator();
        while (height.MoveNext())
        {
            while (y < height.Current)
            {
                next = Activate(active, next, y);
                var top = FirstCrossing(active, y, height.Current);
                open = Stack(open, Spans(active, y, top, evenOdd), y, top, _window, polygons);
                y = top;
                active.RemoveAll(edge => edge.High.Y <= y);
            }
        }

        Close(open, polygons);
        return polygons.ToImmutable();
    }

    private int Activate(List<Edge> active, int next, long y)
    {
        for (; next < _edges.Count && _edges[next].Low.Y <= y; next++)
        {
            if (_edges[next].High.Y > y)
            {
                active.Add(_edges[next]);
            }
        }

        foreach (var edge in active)
        {
            edge.X = edge.At(y);
        }

        return next;
    }

    // Orders the active edges along y and finds how far up that order holds.
    private long FirstCrossing(List<Edge> active, long y, long limit)
    {
        _budget.Step(active.Count + 1);
        foreach (var edge in active)
        {
            edge.Above = edge.At(limit);
        }

        // Insertion sort: the order of the last slab is nearly the order of this one.
        for (var i = 1; i < active.Count; i++)
        {
            var edge = active[i];
            var j = i - 1;
            for (; j >= 0 && Precedes(edge, active[j]); j--)
            {
                active[j + 1] = active[j];
            }

            _budget.Step(i - j);
            active[j + 1] = edge;
        }

        var top = limit;
        for (var i = 1; i < active.Count; i++)
        {
            Edge left = active[i - 1], right = active[i];
            if (left.Above > right.Above + 0.5)
            {
                var t = (right.X - left.X) / (right.X - left.X + left.Above - right.Above);
                top = Math.Min(top, Math.Max(y + 1, (long)Math.Ceiling(y + Math.Clamp(t, 0, 1) * (limit - y))));
            }
        }

        return top;
    }

    private static bool Precedes(Edge a, Edge b) => Math.Abs(a.X - b.X) > 0.5 ? a.X < b.X : a.Above < b.Above;

    private IEnumerable<(Edge Left, Edge Right)> Spans(List<Edge> active, long y, long top, bool evenOdd)
    {
        int winding = 0, clip = 0;
        Edge? left = null;
        foreach (var edge in active)
        {
            (winding, clip) = edge.IsClip ? (winding, clip + edge.Direction) : (winding + edge.Direction, clip);
            var inside = clip != 0 != _subtract && (evenOdd ? (winding & 1) != 0 : winding != 0);
            if (inside && left is null)
            {
                left = edge;
            }
            else if (!inside && left is not null)
            {
                // A span of no width at either end is a crossing that rounding has spread over a nanometre.
                if (edge.X - left.X > 0.5 || edge.At(top) - left.At(top) > 0.5)
                {
                    yield return (left, edge);
                }

                left = null;
            }
        }
    }

    // Continues strips that end where a span begins, closes the others, opens new ones.
    private static List<Strip> Stack(
        List<Strip> open, IEnumerable<(Edge Left, Edge Right)> spans, long y, long top, Box clip, ImmutableArray<ImmutableArray<Point>>.Builder polygons)
    {
        var (result, at) = (new List<Strip>(), 0);
        foreach (var (left, right) in spans)
        {
            while (at < open.Count && open[at].Left[^1].X < left.X - Joint)
            {
                open[at++].Close(polygons);
            }

            var continues = at < open.Count && open[at].Continues(left, right);
            var strip = continues ? open[at++] : new Strip(left, right, y);
            strip.Extend(left, right, y, top, clip);
            result.Add(strip);
        }

        for (; at < open.Count; at++)
        {
            open[at].Close(polygons);
        }

        return result;
    }

    private static void Close(List<Strip> open, ImmutableArray<ImmutableArray<Point>>.Builder polygons)
    {
        foreach (var strip in open)
        {
            strip.Close(polygons);
        }
    }

    private sealed class Edge(Point low, Point high, int direction, bool isClip)
    {
        private readonly double _slope = (high.X - low.X) / (double)(high.Y - low.Y);

        public Point Low => low;

        public Point High => high;

        public int Direction => direction;

        public bool IsClip => isClip;

        /// <summary>Where it is at the bottom of the slab.</summary>
        public double X { get; set; }

        /// <summary>Where it is at the next event height.</summary>
        public double Above { get; set; }

        public double At(long y) => y >= high.Y ? high.X : y <= low.Y ? low.X : low.X + (y - low.Y) * _slope;
    }

    /// <summary>A polygon that grows upwards: its left and its right chain.</summary>
    private sealed class Strip
    {
        private Edge _left;
        private Edge _right;

        public Strip(Edge left, Edge right, long y)
        {
            (_left, _right) = (left, right);
            Left.Add(Round(left.X, y));
            Right.Add(Round(right.X, y));
        }

        public List<Point> Left { get; } = [];

        public List<Point> Right { get; } = [];

        public bool Continues(Edge left, Edge right) => Math.Abs(Left[^1].X - left.X) <= Joint && Math.Abs(Right[^1].X - right.X) <= Joint;

        public void Extend(Edge left, Edge right, long y, long top, Box clip)
        {
            // A flat edge may run past its crossing in the last nanometre of height: no point leaves the clip for that.
            double lx = left.At(top), rx = right.At(top);
            if (lx > rx)
            {
                lx = rx = right.IsClip ? rx : left.IsClip ? lx : (lx + rx) / 2;
            }

            Grow(Left, ref _left, left, y, Math.Clamp(lx, clip.Left, clip.Right), top);
            Grow(Right, ref _right, right, y, Math.Clamp(rx, clip.Left, clip.Right), top);
        }

        public void Close(ImmutableArray<ImmutableArray<Point>>.Builder polygons)
        {
            var points = ImmutableArray.CreateBuilder<Point>(Left.Count + Right.Count);
            foreach (var p in Right.Concat(Enumerable.Reverse(Left)))
            {
                if (points.Count == 0 || (points[^1] != p && p != points[0]))
                {
                    points.Add(p);
                }
            }

            if (points.Count >= 3)
            {
                polygons.Add(points.ToImmutable());
            }
        }

        // While the chain stays on one edge its last point moves up along it.
        private static void Grow(List<Point> chain, ref Edge current, Edge edge, long y, double x, long top)
        {
            var end = Round(x, top);
            if (edge == current && chain.Count > 1)
            {
                chain[^1] = end;
            }
            else
            {
                var start = Round(edge.X, y);
                if (chain[^1] != start)
                {
                    chain.Add(start);
                }

                chain.Add(end);
                current = edge;
            }
        }

        private static Point Round(double x, long y) => new((long)Math.Round(x, MidpointRounding.AwayFromZero), y);
    }
}
