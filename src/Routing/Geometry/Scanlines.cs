using System.Collections.Immutable;

namespace MakeDevice.Routing.Geometry;

/// <summary>Where the border of an area crosses horizontal lines that lie evenly apart: on each line in order, every second crossing leads out of the area.</summary>
internal sealed class Scanlines
{
    private readonly double _first;
    private readonly double _step;
    private readonly int[] _begins;
    private readonly double[] _crossings;

    /// <param name="first">Height of the first line.</param>
    /// <param name="step">From line to line; more than 0.</param>
    public Scanlines(Polygon area, double first, double step, int lines)
    {
        (_first, _step, _begins) = (first, step, new int[lines + 1]);

        // Counted first, so that all lines share one array.
        CrossAll(area, (line, _) => _begins[line + 1]++);
        for (var line = 0; line < lines; line++)
        {
            _begins[line + 1] += _begins[line];
        }

        var ends = _begins[..lines];
        _crossings = new double[_begins[lines]];
        CrossAll(area, (line, x) => _crossings[ends[line]++] = x);
        for (var line = 0; line < lines; line++)
        {
            _crossings.AsSpan(_begins[line].._begins[line + 1]).Sort();
        }
    }

    /// <summary>The crossings of a line, ascending.</summary>
    public ReadOnlySpan<double> On(int line) => _crossings.AsSpan(_begins[line].._begins[line + 1]);

    private void CrossAll(Polygon area, Action<int, double> cross)
    {
        CrossAll(area.Outline, cross);
        foreach (var hole in area.Holes)
        {
            CrossAll(hole, cross);
        }
    }

    private void CrossAll(ImmutableArray<Point> ring, Action<int, double> cross)
    {
        var from = ring[^1];
        foreach (var to in ring)
        {
            if (from.Y != to.Y)
            {
                var (low, high) = from.Y < to.Y ? (from, to) : (to, from);
                Cross(low, high, cross);
            }

            from = to;
        }
    }

    private void Cross(Point low, Point high, Action<int, double> cross)
    {
        for (var line = (int)Math.Max(0, Math.Ceiling((low.Y - _first) / _step)); line < _begins.Length - 1; line++)
        {
            var y = _first + line * _step;
            if (y >= high.Y)
            {
                return;
            }

            if (y >= low.Y)
            {
                cross(line, low.X + (high.X - low.X) * (y - low.Y) / (high.Y - low.Y));
            }
        }
    }
}
