using MakeDevice.Routing;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Command;

internal enum RoutePhase
{
    Read,
    Plan,
    Route,
    Verify,
    Done,
}

/// <summary>Where a running job is; written by workers, read by the display, from any thread.</summary>
internal sealed class RunningRoute
{
    /// <summary>The part of a usual job that is done where a phase begins.</summary>
    private static readonly double[] Begins = [0, 0.05, 0.15, 0.75, 1];

    private readonly RouteProgress?[] _sides = new RouteProgress?[2];
    private double _done;

    public RoutePhase Phase { get; set; }

    /// <summary>The part of the work that is done, 0 to 1, for one display that asks again and again: of the routing, the sockets that are joined. Where a stage begins anew, it does not fall back.</summary>
    public double Done => _done = Math.Max(_done, Phase == RoutePhase.Route ? Begins[(int)Phase] + (Begins[(int)Phase + 1] - Begins[(int)Phase]) * Joined() : Begins[(int)Phase]);

    public void Report(RouteProgress side) => Volatile.Write(ref _sides[(int)side.Side], side);

    public RouteProgress? Of(Side side) => Volatile.Read(ref _sides[(int)side]);

    private double Joined()
    {
        RouteProgress[] told = [.. _sides.OfType<RouteProgress>()];
        return told.Sum(side => side.Sockets) is > 0 and var sockets ? (double)told.Sum(side => side.Connected) / sockets : 0;
    }
}
