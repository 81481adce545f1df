using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Panels;

namespace MakeDevice.Functions.Activities;

/// <summary>
/// Reads a job's panel: the request that the job was started with and, where it has one, the board's package. Every stage reads it again, which is
/// what makes a stage run anywhere; the last panels are kept, so in one process a job is read once.
/// </summary>
public sealed class PanelReader(IArtifactStore store)
{
    private const int MaxKept = 4;

    private readonly ConcurrentDictionary<string, (Panel Panel, string Key)> _kept = new(StringComparer.Ordinal);

    /// <exception cref="StageStoppedException">The panel cannot be made; its issues say why.</exception>
    internal async Task<(Panel Panel, string Key)> ReadAsync(string job, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        var request = await store.NeedAsync(files.Project, cancellationToken);
        var board = await store.ReadAsync(files.Board, cancellationToken);
        var (panel, issues) = board is null ? Panel.FromPacket(request) : Panel.FromPackage(board, Specification(request));
        if (panel is null)
        {
            throw new StageStoppedException(new StageStop(JobOutcome.Invalid, [.. issues.Select(JobIssue.Of)]));
        }

        if (_kept.Count >= MaxKept)
        {
            _kept.Clear();
        }

        return _kept[job] = (panel, KeyOf(request, board));
    }

    /// <summary>The panel that the job was prepared for.</summary>
    internal async Task<Panel> ReadAsync(string job, string key, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(job, out var kept) && kept.Key == key)
        {
            return kept.Panel;
        }

        var (panel, found) = await ReadAsync(job, cancellationToken);
        return found == key ? panel : throw new StageStoppedException(new StageStop(JobOutcome.Failed, ["JOB_PURGED"]));
    }

    /// <summary>The request's <c>panel</c>, which <see cref="Http.StartPanelFunction"/> has seen to.</summary>
    private static byte[] Specification(byte[] request)
    {
        using var document = JsonDocument.Parse(request);
        return Encoding.UTF8.GetBytes(document.RootElement.GetProperty("panel").GetRawText());
    }

    private static string KeyOf(byte[] request, byte[]? board)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"panel {BoardStages.CoreVersion} {typeof(BoardStages).Module.ModuleVersionId} {request.Length}\0"));
        hash.AppendData(request);
        hash.AppendData(board ?? []);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
