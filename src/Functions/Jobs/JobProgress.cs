using Microsoft.DurableTask;

namespace MakeDevice.Functions.Jobs;

/// <summary>
/// Keeps an orchestration's custom status. A new phase is told at once; counts are coalesced to one update in <see cref="Interval"/> of the
/// orchestration's own clock, which a replay repeats. Progress never falls.
/// </summary>
internal sealed class JobProgress(TaskOrchestrationContext context)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly List<JobIssue> _issues = [];
    private SideStatus _left = SideStatus.None;
    private SideStatus _right = SideStatus.None;
    private string _phase = JobPhase.Preparing;
    private double _progress;
    private int _previewVersion;
    private DateTime _told = DateTime.MinValue;

    public int PreviewVersion => _previewVersion;

    public IReadOnlyList<JobIssue> Issues => _issues;

    public SocketCount Sockets => new(_left.Sockets + _right.Sockets, _left.Connected + _right.Connected);

    public void Enter(string phase)
    {
        _phase = phase;
        Tell();
    }

    public void Add(IEnumerable<JobIssue> issues) => _issues.AddRange(issues);

    public void Count(bool left, SideStatus side)
    {
        if (left)
        {
            _left = side;
        }
        else
        {
            _right = side;
        }

        TellSoon();
    }

    public SideStatus Side(bool left) => left ? _left : _right;

    /// <summary>A picture is ready; an older one than the last shown changes nothing.</summary>
    public void Show(int previewVersion)
    {
        _previewVersion = Math.Max(_previewVersion, previewVersion);
        TellSoon();
    }

    private void TellSoon()
    {
        if (context.CurrentUtcDateTime - _told >= Interval)
        {
            Tell();
        }
    }

    private void Tell()
    {
        _told = context.CurrentUtcDateTime;
        _progress = Math.Max(_progress, Math.Round(Estimate(), 2));
        var fitting = StatusIssues.Fit(_issues);
        context.SetCustomStatus(new JobStatus(
            _phase, _progress, new SidesStatus(_left, _right), [.. fitting.Select(issue => issue.Line)], [.. fitting.Select(issue => issue.Detail)], _issues.Count, _previewVersion));
    }

    /// <summary>0 to 100; routing takes the part from 10 to 70.</summary>
    private double Estimate() => _phase switch
    {
        JobPhase.Preparing => 0,
        JobPhase.Routing => 10 + 60 * RoutedPart(),
        JobPhase.Repairing => 70,
        JobPhase.Verifying => 80,
        JobPhase.Fabricating => 88,
        JobPhase.Packing => 96,
        JobPhase.Done => 100,
        _ => _progress,
    };

    private double RoutedPart() => Sockets is { Total: > 0 } sockets ? (double)sockets.Connected / sockets.Total : 1;
}
