using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>
/// Pictures of the copper while it grows: one at a time, never waited for by the routing, at most one in <see cref="Interval"/>. A picture
/// that fails is left out.
/// </summary>
internal sealed class LivePreviews(TaskOrchestrationContext context)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private string _key = "";
    private string _left = "";
    private string _right = "";
    private int _version;
    private DateTime _begun = DateTime.MinValue;
    private Task _drawing = Task.CompletedTask;
    private JobProgress? _progress;

    /// <summary>The version that the next picture will have.</summary>
    public int NextVersion => _version + 1;

    public void Begin(string key, int version, string left, string right, JobProgress progress)
    {
        (_key, _version, _left, _right, _progress) = (key, version, left, right, progress);
    }

    /// <summary>One side has a new state.</summary>
    public void Advance(bool left, string state)
    {
        if (left)
        {
            _left = state;
        }
        else
        {
            _right = state;
        }

        if (_drawing.IsCompleted && context.CurrentUtcDateTime - _begun >= Interval)
        {
            _begun = context.CurrentUtcDateTime;
            _version++;
            _drawing = DrawAsync(new PreviewTask(_key, _version, _left, _right, Final: false));
        }
    }

    /// <summary>Waits for the picture that is being drawn, so that the final one is the last.</summary>
    public Task FinishAsync() => _drawing;

    private async Task DrawAsync(PreviewTask task)
    {
        try
        {
            var rendered = await context.CallActivityAsync<Rendered>(ActivityNames.RenderPreview, task);
            _progress?.Show(rendered.Version);
        }
        catch (TaskFailedException)
        {
            // The next picture will show it.
        }
    }
}
