namespace MakeDevice.Functions.Activities;

/// <summary>Threads for requests beside the stages. They are the process's, so a host sets them at its start.</summary>
public static class RequestThreads
{
    /// <summary>Threads of the pool that are there at once for each core; beyond them it adds but two a second.</summary>
    private const int ThreadsACore = 6;

    /// <summary>Lets requests find a thread whatever the stages compute. More than these are left.</summary>
    /// <param name="workers">Threads that stages share (<see cref="ServiceOptions.Workers"/>).</param>
    public static void Reserve(int workers)
    {
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, ThreadsACore * workers), ports);
    }
}
