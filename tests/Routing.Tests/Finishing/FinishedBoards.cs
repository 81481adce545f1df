using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Finishing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Finishing;

/// <summary>Boards before and after their copper was finished.</summary>
internal static class FinishedBoards
{
    public static (RoutedBoard Raw, RoutedBoard Finished) Of(PlacedBoard board)
    {
        var plan = RoutePlanner.Plan(board).Plan;
        var raw = new BoardRouter(plan).Route(1, null, default);
        return (raw, CopperFinisher.Finish(plan, raw));
    }

    public static double Length(RoutedBoard routed) => routed.Tracks.Sum(Length);

    public static double Length(Track track) => track.Points.Zip(track.Points.Skip(1)).Sum(step => step.First.DistanceTo(step.Second));

    /// <summary>Corners of 90° or sharper within tracks.</summary>
    public static int SharpCorners(RoutedBoard routed) => routed.Tracks.Sum(track =>
        Enumerable.Range(1, Math.Max(0, track.Points.Count - 2)).Count(i => IsSharp(track.Points[i] - track.Points[i - 1], track.Points[i + 1] - track.Points[i])));

    private static bool IsSharp(Point into, Point outOf) => into.X * (double)outOf.X + into.Y * (double)outOf.Y <= 0;
}
