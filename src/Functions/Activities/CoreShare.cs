namespace MakeDevice.Functions.Activities;

/// <summary>
/// The cores among the stages that run at once in this process: each begins with its share of them, so that a short stage beside long ones is not one thread among many.
/// No result depends on it.
/// </summary>
public sealed class CoreShare(ServiceOptions options)
{
    private int _stages;

    /// <summary>Threads for a stage that begins its work now; at least 1.</summary>
    public int Threads => Math.Max(1, options.Workers / Math.Max(1, Volatile.Read(ref _stages)));

    /// <summary>Counts a stage until <see cref="Leave"/>.</summary>
    public void Enter() => Interlocked.Increment(ref _stages);

    public void Leave() => Interlocked.Decrement(ref _stages);
}
