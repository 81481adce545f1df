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
    private readonly RouteProgress?[] _sides = new RouteProgress?[2];

    public RoutePhase Phase { get; set; }

    public void Report(RouteProgress side) => Volatile.Write(ref _sides[(int)side.Side], side);

    public RouteProgress? Of(Side side) => Volatile.Read(ref _sides[(int)side]);
}
