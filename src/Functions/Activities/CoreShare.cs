namespace MakeDevice.Functions.Activities;

/// <summary>
/// The cores among the stages that run at once in this process: each begins with its share of them, so that a short stage beside long ones is not one thread among many, and
/// requests find a thread whatever the stages compute. No result depends on it.
/// </summary>
public sealed class CoreShare
{
    /// <summary>Threads of the pool that are there at once for each core; beyond them it adds but two a second.</summary>
    private const int ThreadsACore = 6;

    private readonly int _threads;
    private int _stages;

    public CoreShare(ServiceOptions options)
    {
        _threads = options.Workers;
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsACore * options.Workers), ports);
    }

    /// <summary>Threads for a stage that begins its work now; at least 1.</summary>
    public int Threads => Math.Max(1, _threads / Math.Max(1, Volatile.Read(ref _stages)));

    /// <summary>Counts a stage until <see cref="Leave"/>.</summary>
    public void Enter() => Interlocked.Increment(ref _stages);

    public void Leave() => Interlocked.Decrement(ref _stages);
}
