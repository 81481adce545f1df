using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>
/// Keeps an orchestration's custom status. A new phase is told at once; counts are coalesced to one update in an interval of the
/// orchestration's own clock, which a replay repeats. Progress never falls.
/// </summary>
internal sealed class LiveStatus(TaskOrchestrationContext context, TimeSpan interval)
{
    /// <summary>The part of what is open that a step's work is taken to join, before it is known.</summary>
    private const double Hoped = 0.9;

    private readonly List<JobIssue> _issues = [];
    private SidesStatus _sides = new(SideStatus.None, SideStatus.None);
    private string _phase = JobPhase.Preparing;
    private double _worked;
    private double? _made;
    private double _progress;
    private int _previewVersion;
    private DateTime _told = DateTime.MinValue;

    public int PreviewVersion => _previewVersion;

    public IReadOnlyList<JobIssue> Issues => _issues;

    public SocketCount Sockets => new(_sides.Left.Sockets + _sides.Right.Sockets, _sides.Left.Connected + _sides.Right.Connected);

    public void Enter(string phase)
    {
        _phase = phase;
        Tell();
    }

    public void Add(IEnumerable<JobIssue> issues) => _issues.AddRange(issues);

    /// <summary>A step of the routing begins.</summary>
    public void Begin(SidesStatus sides)
    {
        (_sides, _worked) = (sides, 0);
        Enter(JobPhase.Routing);
    }

    /// <summary>A part of the step's work is done.</summary>
    public void Work(double part)
    {
        _worked = Math.Min(1, _worked + part);
        TellSoon();
    }

    /// <summary>A part, 0 to 1, of the files of a job that makes nothing else.</summary>
    public void Make(double part)
    {
        _made = part;
        TellSoon();
    }

    public void Count(SidesStatus sides)
    {
        _sides = sides;
        TellSoon();
    }

    /// <summary>A picture is ready; an older one than the last shown changes nothing.</summary>
    public void Show(int previewVersion)
    {
        _previewVersion = Math.Max(_previewVersion, previewVersion);
        TellSoon();
    }

    private void TellSoon()
    {
        if (context.CurrentUtcDateTime - _told >= interval)
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
            _phase, _progress, _sides, [.. fitting.Select(issue => issue.Line)], [.. fitting.Select(issue => issue.Detail)], _issues.Count, _previewVersion));
    }

    /// <summary>0 to 100; routing takes the part from 10 to 70.</summary>
    private double Estimate() => _phase switch
    {
        JobPhase.Preparing => 0,
        JobPhase.Routing => 10 + 60 * RoutedPart(),
        JobPhase.Verifying => 70,
        JobPhase.Fabricating => _made is { } made ? 10 + 85 * made : 88,
        JobPhase.Packing => 96,
        JobPhase.Done => 100,
        _ => _progress,
    };

    private double RoutedPart()
    {
        var joined = Sockets is { Total: > 0 } sockets ? (double)sockets.Connected / sockets.Total : 1;
        return joined + (1 - joined) * Hoped * _worked;
    }
}
