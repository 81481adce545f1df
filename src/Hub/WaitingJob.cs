using DurableTask.Core.History;
using MakeDevice.Functions.Jobs;

namespace MakeDevice.Hub;

/// <summary>A job's activities that wait for a worker, and what workers have done for it.</summary>
/// <param name="client">Whose it is; empty where nobody said.</param>
/// <param name="born">When it was started.</param>
internal sealed class WaitingJob(string client, DateTime born)
{
    /// <summary>Work after which a job is a long one, whatever was expected of it.</summary>
    private static readonly TimeSpan ShortWork = TimeSpan.FromSeconds(10);

    private readonly PriorityQueue<(HubMessage Activity, TimeSpan Since), long> _computing = new();
    private readonly PriorityQueue<(HubMessage Activity, TimeSpan Since), long> _controlling = new();

    public string Client => client;

    public DateTime Born => born;

    /// <summary>Time that workers have spent on it.</summary>
    public TimeSpan Attained { get; set; }

    /// <summary>Its activities that run.</summary>
    public int Running { get; set; }

    public int Waiting => _computing.Count + _controlling.Count;

    public void Add(HubMessage activity, TimeSpan now) => (WorkOf(activity) is null ? _controlling : _computing).Enqueue((activity, now), activity.Number);

    /// <summary>The activity that would be next; null where none waits. What controls a job (its end, its client's patience) comes before what it computes.</summary>
    public (HubMessage Activity, TimeSpan Since, bool IsLong)? Next => _controlling.TryPeek(out var first, out _) ? (first.Activity, first.Since, false)
        : _computing.TryPeek(out first, out _) ? (first.Activity, first.Since, WorkOf(first.Activity) == WorkTags.Long || Attained >= ShortWork)
        : null;

    public void Take() => (_controlling.Count > 0 ? _controlling : _computing).Dequeue();

    private static string? WorkOf(HubMessage activity) => (activity.Message.Event as TaskScheduledEvent)?.Tags?.TryGetValue(WorkTags.Work, out string? work) == true ? work : null;
}
