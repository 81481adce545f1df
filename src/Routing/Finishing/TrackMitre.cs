using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// Cuts the corners of tracks: where a track turns by 90° or back by 135°, a diagonal or upright piece takes the corner's place, as long as
/// fits. What joins the track near a corner stays joined. The copper gets shorter.
/// </summary>
internal static class TrackMitre
{
    /// <summary>A cut leaves corners of its own; twice is enough to end with turns of 45° alone.</summary>
    private const int Passes = 3;

    private const int Layers = 2;

    /// <param name="workers">Most threads at work; no layer knows of the other.</param>
    public static RoutedBoard Apply(RoutingPlan plan, RoutedBoard routed, int workers = 1)
    {
        if (!routed.Tracks.Any(track => Corner.In(track.Points.Items)))
        {
            return routed;
        }

        var tracks = routed.Tracks.ToArray();
        if (workers == 1)
        {
            Cut(plan, routed, tracks, _ => true);
        }
        else
        {
            Parallel.For(0, Layers, new() { MaxDegreeOfParallelism = workers }, layer => Cut(plan, routed, tracks, track => (int)track.Layer == layer));
        }

        return routed with { Tracks = [.. tracks] };
    }

    /// <param name="isMeant">Tells which tracks to cut: all of a layer, or all.</param>
    private static void Cut(RoutingPlan plan, RoutedBoard routed, Track[] tracks, Func<Track, bool> isMeant)
    {
        var meant = routed with { Tracks = [.. routed.Tracks.Where(isMeant)] };
        var surroundings = new Lazy<Surroundings>(() => new(plan, meant));
        var joints = new TrackJoints(plan, meant);
        for (var i = 0; i < tracks.Length; i++)
        {
            for (var pass = 0; pass < Passes && isMeant(tracks[i]) && Corner.In(tracks[i].Points.Items); pass++)
            {
                tracks[i] = Cut(tracks[i], joints, surroundings.Value);
            }
        }
    }

    private static Track Cut(Track track, TrackJoints joints, Surroundings surroundings)
    {
        var points = track.Points.Items;
        var line = ImmutableArray.CreateBuilder<Point>(2 * points.Length);
        line.Add(points[0]);
        for (var i = 1; i < points.Length - 1; i++)
        {
            if (Corner.Of(points, i) is { } corner && Fit(track, corner, joints, surroundings) is > 0 and var size)
            {
                line.Add(corner.Before(size));
                line.Add(corner.After(size));
                surroundings.Add(track with { Points = [corner.Before(size), corner.After(size)] });
            }
            else
            {
                line.Add(points[i]);
            }
        }

        line.Add(points[^1]);
        return track with { Points = new(Line.Corners(line)) };
    }

    /// <summary>The size of the largest cut that fits, 0 where none does that is worth it.</summary>
    private static long Fit(Track track, Corner corner, TrackJoints joints, Surroundings surroundings)
    {
        var net = surroundings.IdOf(track.Net);
        var half = track.Width / 2.0;
        for (var size = Math.Min(Spare(track, corner, corner.Start), Spare(track, corner, corner.End)); size >= half; size /= 2)
        {
            Point from = corner.Before(size), to = corner.After(size);
            if (!joints.Any(track, corner.At, from) && !joints.Any(track, corner.At, to)
                && surroundings.Room(track.Layer, from, to, net, half) >= half - 0.5)
            {
                return size;
            }
        }

        return 0;
    }

    /// <summary>How much of a leg a cut may take: half of it where there is another corner, all but a track's width where the track ends.</summary>
    private static long Spare(Track track, Corner corner, Point far)
    {
        var length = Line.Length(corner.At, far);
        return far == track.Points[0] || far == track.Points[^1] ? Math.Max(length / 2, length - track.Width) : length / 2;
    }
}
