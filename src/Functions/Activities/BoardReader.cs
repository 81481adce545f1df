using System.Collections.Concurrent;
using System.Collections.Immutable;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Modules;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Functions.Activities;

/// <summary>
/// Reads a job's project and places its modules. Every stage that needs the placed board reads it again from the job's project: that is
/// what makes a stage run anywhere. The last boards are kept, so in one process a job is read once.
/// </summary>
public sealed class BoardReader(IArtifactStore store, ModuleSource modules, ServiceOptions options)
{
    private const int MaxKept = 128;

    private readonly ConcurrentDictionary<string, Placed> _kept = new(StringComparer.Ordinal);

    /// <summary>The board and its content key, or all issues that forbid routing.</summary>
    internal async Task<(Placed? Board, ImmutableArray<Issue> Issues)> PlaceAsync(string job, CancellationToken cancellationToken)
    {
        var json = await store.ReadAsync(new JobFiles(job).Project, cancellationToken)
            ?? throw new StageStoppedException(new StageStop(JobOutcome.Failed, ["JOB_PURGED"]));
        var (board, issues) = await BoardStages.ReadBoardAsync(new(json) { RotationOffsets = await OffsetsAsync(cancellationToken), MostMegabytes = options.RoutingMegabytes }, modules.Library, cancellationToken);
        if (board is null)
        {
            return (null, issues);
        }

        var placed = new Placed(board, ContentKey.Of(json, board));
        Keep(job, placed);
        return (placed, issues);
    }

    /// <summary>The board that the job was planned for.</summary>
    /// <exception cref="StageStoppedException">A module package was changed since: the plan no longer fits.</exception>
    internal async Task<PlacedBoard> ReadAsync(string job, string key, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(job, out var kept) && kept.Key == key)
        {
            return kept.Board;
        }

        var (placed, _) = await PlaceAsync(job, cancellationToken);
        return placed?.Key == key
            ? placed.Board
            : throw new StageStoppedException(new StageStop(JobOutcome.Failed, ["MODULE_PACKAGE_CHANGED error=changed while the job ran"]));
    }

    /// <summary>The board of a job as its project and the library are now; null where they make none any more.</summary>
    internal async Task<PlacedBoard?> FindAsync(string job, CancellationToken cancellationToken) =>
        _kept.TryGetValue(job, out var kept) ? kept.Board
        : await store.ReadAsync(new JobFiles(job).Project, cancellationToken) is null ? null
        : (await PlaceAsync(job, cancellationToken)).Board?.Board;

    private async Task<byte[]> OffsetsAsync(CancellationToken cancellationToken) =>
        options.RotationOffsets.Length == 0 ? [] : await File.ReadAllBytesAsync(options.RotationOffsets, cancellationToken);

    private void Keep(string job, Placed placed)
    {
        if (_kept.Count >= MaxKept)
        {
            _kept.Clear();
        }

        _kept[job] = placed;
    }

    internal sealed record Placed(PlacedBoard Board, string Key);
}
