namespace MakeDevice.Hub;

/// <summary>
/// Activities that wait for a worker, and who is next. Short work comes before long work, and one more than the workers may run while long work has them all: a small board
/// does not wait behind large ones. Of the same kind the client and then the job that workers have spent least on comes first (least attained service: Kleinrock,
/// Queueing Systems II, 4.4), in steps so wide that small jobs are equal and the oldest is first: jobs end one after the other, and not all at the end. What has waited counts as spent less,
/// so that nobody waits for ever.
/// </summary>
/// <param name="workers">Activities at once; at least 1.</param>
internal sealed class ActivityBacklog(int workers, TimeProvider clock) : IDisposable
{
    /// <summary>The first step of what was spent; each further one is twice as wide.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(8);

    private readonly Dictionary<string, WaitingJob> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (WaitingJob Job, bool IsLong, TimeSpan Begun)> _running = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _changes = new(0);
    private readonly long _begin = clock.GetTimestamp();

    /// <summary>Activities that run at once at most.</summary>
    public static int MostAtOnce(int workers) => workers + 1;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _jobs.Values.Sum(job => job.Waiting);
            }
        }
    }

    /// <param name="instance">The activity's; null where it has ended.</param>
    public void Add(HubMessage activity, LiveInstance? instance)
    {
        lock (_lock)
        {
            if (!_jobs.TryGetValue(activity.InstanceId, out WaitingJob? job))
            {
                _jobs[activity.InstanceId] = job = new WaitingJob(instance?.Client ?? "", instance?.Born ?? DateTime.MinValue);
            }

            job.Add(activity, Now);
        }

        _changes.Release();
    }

    /// <summary>The next one that may run; null where none came in time.</summary>
    public async Task<HubMessage?> TakeAsync(TimeSpan patience, CancellationToken stop)
    {
        long until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (true)
        {
            lock (_lock)
            {
                if (Next() is { } next)
                {
                    return Begin(next.Job, next.Activity, next.IsLong);
                }
            }

            long left = until - Environment.TickCount64;
            if (left <= 0 || !await _changes.WaitAsync(TimeSpan.FromMilliseconds(left), stop))
            {
                return null;
            }
        }
    }

    /// <summary>The activity runs no more.</summary>
    public void End(long number)
    {
        lock (_lock)
        {
            if (_running.Remove(number, out (WaitingJob Job, bool IsLong, TimeSpan Begun) ended))
            {
                ended.Job.Attained += Now - ended.Begun;
                ended.Job.Running--;
            }
        }

        _changes.Release();
    }

    /// <summary>The job has ended: nothing of it is to run any more.</summary>
    public void Forget(string instanceId)
    {
        lock (_lock)
        {
            _jobs.Remove(instanceId);
        }
    }

    public void Dispose() => _changes.Dispose();

    private TimeSpan Now => clock.GetElapsedTime(_begin);

    private HubMessage Begin(WaitingJob job, HubMessage activity, bool isLong)
    {
        job.Take();
        job.Running++;
        _running[activity.Number] = (job, isLong, Now);
        return activity;
    }

    private (WaitingJob Job, HubMessage Activity, bool IsLong)? Next()
    {
        int longOnes = _running.Values.Count(running => running.IsLong);
        if (_running.Count >= Math.Max(workers, longOnes + 1))
        {
            return null;
        }

        TimeSpan now = Now;
        Dictionary<string, TimeSpan> clients = _jobs.Values.GroupBy(job => job.Client, StringComparer.Ordinal)
            .ToDictionary(jobs => jobs.Key, jobs => jobs.Aggregate(TimeSpan.Zero, (sum, job) => sum + Spent(job, now)), StringComparer.Ordinal);
        return _jobs.Values
            .Select(job => (Job: job, job.Next))
            .Where(entry => entry.Next is { } next && (!next.IsLong || longOnes < workers))
            .Select(entry => (entry.Job, entry.Next!.Value.Activity, entry.Next.Value.IsLong, Waited: now - entry.Next.Value.Since))
            .OrderBy(entry => entry.IsLong)
            .ThenBy(entry => StepOf(clients[entry.Job.Client] - entry.Waited))
            .ThenBy(entry => StepOf(Spent(entry.Job, now) - entry.Waited))
            .ThenBy(entry => entry.Job.Born)
            .ThenBy(entry => entry.Activity.Number)
            .Select(entry => ((WaitingJob, HubMessage, bool)?)(entry.Job, entry.Activity, entry.IsLong))
            .FirstOrDefault();
    }

    /// <summary>What was spent on a job, with what is being spent.</summary>
    private TimeSpan Spent(WaitingJob job, TimeSpan now) => job.Running == 0
        ? job.Attained
        : _running.Values.Where(running => running.Job == job).Aggregate(job.Attained, (sum, running) => sum + (now - running.Begun));

    private static int StepOf(TimeSpan spent) => spent <= TimeSpan.Zero ? 0 : (int)Math.Log2(1 + spent / Step);
}
