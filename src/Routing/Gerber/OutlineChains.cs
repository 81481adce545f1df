using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>The strokes of an outline put together where they meet end to end: closed contours, and open ones.</summary>
internal sealed record OutlineChains(ImmutableArray<Contour> Closed, ImmutableArray<Contour> Open)
{
    /// <param name="others">Receives objects that are no strokes.</param>
    public static OutlineChains Of(ImmutableArray<GraphicObject> objects, ImmutableArray<GraphicObject>.Builder others)
    {
        var strokes = new List<Stroke>();
        foreach (var item in objects)
        {
            switch (item)
            {
                case Line line when line.From == line.To:
                    break;
                case Line line:
                    strokes.Add(new(line.From, line.To, null, false));
                    break;
                case Arc arc:
                    strokes.Add(new(arc.From, arc.To, arc.Center, arc.Clockwise));
                    break;
                default:
                    others.Add(item);
                    break;
            }
        }

        return new Walker(strokes).Walk();
    }

    private readonly record struct Stroke(Point From, Point To, Point? Center, bool Clockwise)
    {
        public ContourSegment Towards(Point end) =>
            new(end, Center, Center is not null && (end == To ? Clockwise : !Clockwise));

        public Point Other(Point end) => end == From ? To : From;
    }

    /// <summary>Follows strokes from point to point. Open ends and junctions begin chains; what is left over is closed.</summary>
    private sealed class Walker
    {
        private readonly List<Stroke> _strokes;
        private readonly Dictionary<Point, List<int>> _at = [];
        private readonly bool[] _used;

        public Walker(List<Stroke> strokes)
        {
            _strokes = strokes;
            _used = new bool[strokes.Count];
            for (var i = 0; i < strokes.Count; i++)
            {
                Meet(strokes[i].From, i);
                Meet(strokes[i].To, i);
            }
        }

        public OutlineChains Walk()
        {
            var closed = ImmutableArray.CreateBuilder<Contour>();
            var open = ImmutableArray.CreateBuilder<Contour>();
            for (var i = 0; i < _strokes.Count; i++)
            {
                foreach (var end in (ReadOnlySpan<Point>)[_strokes[i].From, _strokes[i].To])
                {
                    if (!_used[i] && _at[end].Count != 2)
                    {
                        open.Add(Follow(end, i));
                    }
                }
            }

            for (var i = 0; i < _strokes.Count; i++)
            {
                if (!_used[i])
                {
                    closed.Add(Follow(_strokes[i].From, i));
                }
            }

            return new(closed.ToImmutable(), open.ToImmutable());
        }

        private Contour Follow(Point start, int stroke)
        {
            var segments = ImmutableArray.CreateBuilder<ContourSegment>();
            var at = start;
            for (var next = stroke; next >= 0; next = _at[at].Count == 2 ? Unused(_at[at]) : -1)
            {
                _used[next] = true;
                var to = _strokes[next].Other(at);
                segments.Add(_strokes[next].Towards(to));
                at = to;
            }

            return new(start, new(segments.DrainToImmutable()));
        }

        private int Unused(List<int> strokes) => !_used[strokes[0]] ? strokes[0] : !_used[strokes[1]] ? strokes[1] : -1;

        private void Meet(Point point, int stroke)
        {
            if (!_at.TryGetValue(point, out var meeting))
            {
                _at.Add(point, meeting = []);
            }

            meeting.Add(stroke);
        }
    }
}
