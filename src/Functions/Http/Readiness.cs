using System.Diagnostics;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Since when the host runs, and whether it takes jobs yet. One that opens its task hub after its first answers says when it begins and when it is done; any other is ready
/// from the start.
/// </summary>
public sealed class Readiness
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private volatile bool _isStarting;

    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_begun);

    public bool IsReady => !_isStarting;

    public void Begin() => _isStarting = true;

    public void End() => _isStarting = false;
}
