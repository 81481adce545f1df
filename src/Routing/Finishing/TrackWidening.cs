using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// Gives tracks and buses the width of their net's class, or the greatest of those of a supply net, wherever it fits, piece by piece: what stands in the way leaves a
/// neck of the width that was routed. Pieces are cut on the centre line, so that they stay joined by their round ends.
/// </summary>
internal static class TrackWidening
{
    public static RoutedBoard Apply(RoutingPlan plan, RoutedBoard routed)
    {
        if (!routed.Tracks.Any(track => plan.Rules.WidthsOf(track.Net).Any(width => width > track.Width)))
        {
            return routed;
        }

        var surroundings = new Surroundings(plan, routed);
        surroundings.KeepOffSockets();
        return routed with { Tracks = [.. routed.Tracks.SelectMany(track => Widen([track], plan.Rules.WidthsOf(track.Net), surroundings))] };
    }

    /// <summary>Widest first: what one width leaves as it was routed is offered to the next.</summary>
    private static IEnumerable<Track> Widen(IEnumerable<Track> pieces, ImmutableArray<long> widths, Surroundings surroundings)
    {
        var routed = pieces.Min(piece => piece.Width);
        return widths.Aggregate(pieces, (before, width) => [.. before.SelectMany(piece => piece.Width == routed ? Widen(piece, width, surroundings) : [piece])]);
    }

    private static List<Track> Widen(Track track, long width, Surroundings surroundings)
    {
        if (width <= track.Width)
        {
            return [track];
        }

        var pieces = Pieces(track, width, surroundings);
        foreach (var piece in pieces.Where(piece => piece.Width == width))
        {
            surroundings.Add(piece);
        }

        return pieces;
    }

    /// <summary>The track in pieces of one width each; none that is wide is shorter than that width.</summary>
    private static List<Track> Pieces(Track track, long width, Surroundings surroundings)
    {
        var marked = Mark(track, width, surroundings);
        var pieces = new List<Track>();
        for (var start = 0; start < marked.Count;)
        {
            var end = start + 1;
            while (end < marked.Count && marked[end].Wide == marked[start].Wide)
            {
                end++;
            }

            var points = marked[start..end].Select(part => part.To).Prepend(marked[start].From).ToList();
            var wide = marked[start].Wide && points.Zip(points.Skip(1), (a, b) => a.DistanceTo(b)).Sum() >= width;
            Append(pieces, track with { Width = wide ? width : track.Width }, points);
            start = end;
        }

        return pieces;
    }

    /// <summary>Adds a piece, to the one before where that is as wide.</summary>
    private static void Append(List<Track> pieces, Track piece, List<Point> points)
    {
        if (pieces.Count > 0 && pieces[^1].Width == piece.Width)
        {
            points = [.. pieces[^1].Points, .. points];
            pieces.RemoveAt(pieces.Count - 1);
        }

        pieces.Add(piece with { Points = new(Line.Corners(points)) });
    }

    /// <summary>The track's parts in order, each with whether the width fits all along it.</summary>
    private static List<(Point From, Point To, bool Wide)> Mark(Track track, long width, Surroundings surroundings)
    {
        var parts = new List<(Point, Point, bool)>();
        for (var i = 1; i < track.Points.Count; i++)
        {
            Mark(track.Points[i - 1], track.Points[i]);
        }

        return parts;

        void Mark(Point from, Point to)
        {
            var half = (width + 1) / 2;
            var fits = surroundings.Room(track.Layer, from, to, surroundings.IdOf(track.Net), half) >= half - 0.5;
            if (fits || Line.Direction(from, to) is not { } direction || from.DistanceTo(to) < 2 * width)
            {
                parts.Add((from, to, fits));
                return;
            }

            var middle = Line.Along(from, direction, Line.Length(from, to) / 2);
            Mark(from, middle);
            Mark(middle, to);
        }
    }
}
