using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Functions.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace MakeDevice.Functions.Tests.Telemetry;

/// <summary>
/// The workbook and the alerts ask for what this app emits: <c>scripts/check-bicep.sh</c> parses their queries, here their names are compared
/// with the instruments.
/// </summary>
public sealed partial class WorkbookTests
{
    private static readonly string Infra = Path.Combine(RepositoryFolders.Root, "infra");

    private static readonly string[] Queries =
    [
        .. Directory.GetFiles(Path.Combine(Infra, "queries")).Select(File.ReadAllText),
        .. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Infra, "workbook.json"))).RootElement.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("content")).Where(content => content.TryGetProperty("query", out _))
            .Select(content => content.GetProperty("query").GetString()!),
    ];

    [Fact]
    public void Every_metric_and_dimension_of_a_query_is_one_that_is_emitted()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // only Linux shows its cores, as the function app's instances do
        }

        var emitted = Emitted();
        var asked = Queries.Where(query => query.Contains("customMetrics", StringComparison.Ordinal)).ToArray();
        Assert.InRange(asked.Length, 8, 100);
        Assert.All(asked, query =>
        {
            var names = MetricName().Matches(query).Select(match => match.Groups[1].Value).Distinct().ToArray();
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.Contains(name, emitted.Keys));
            Assert.All(Dimension().Matches(query), match => Assert.Contains(names, name => emitted[name].Contains(match.Groups[1].Value)));
        });
    }

    [Fact]
    public void Every_metric_of_the_app_is_shown()
    {
        var shown = Queries.SelectMany(query => MetricName().Matches(query)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Superset(Emitted().Keys.Where(name => !name.StartsWith("dotnet.", StringComparison.Ordinal)).ToHashSet(), shown);
    }

    [Fact]
    public void The_durable_operations_are_named_as_the_engine_names_them() =>
        Assert.All(
            Queries.SelectMany(query => Operation().Matches(query)),
            match => Assert.Contains(match.Groups[1].Value, (string[])["activity:", "orchestration:", $"orchestration:{RouteBoardOrchestration.Name}"]));

    /// <summary>Instruments by name, each with the tags of its measurements, as a job that is stopped leaves them.</summary>
    private static Dictionary<string, HashSet<string>> Emitted()
    {
        Dictionary<string, HashSet<string>> emitted = new(StringComparer.Ordinal);
        using var telemetry = new JobTelemetry(NullLogger<JobTelemetry>.Instance);
        telemetry.WatchCache("routing", () => 1, () => 1, () => 1);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name is JobTelemetry.Name or "System.Runtime")
            {
                lock (emitted)
                {
                    emitted.TryAdd(instrument.Name, []);
                }

                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();

        using (var stage = telemetry.Begin(ActivityNames.Prepare, "job"))
        {
            stage.Stop(new StageStop("invalid", []));
        }

        telemetry.StepMerged(1);
        GC.Collect(); // of a process without one there is no heap to tell of
        listener.RecordObservableInstruments();
        return emitted;

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (emitted)
            {
                foreach (var (name, _) in tags)
                {
                    emitted[instrument.Name].Add(name);
                }
            }
        }
    }

    /// <summary>The name of an instrument, also of one that only the embedded host has: a query of it would find nothing.</summary>
    [GeneratedRegex("\"((?:makedevice|machine|dotnet|durable)\\.[a-z0-9_.]+)\"")]
    private static partial Regex MetricName();

    [GeneratedRegex("customDimensions(?:\\.|\\[\")([\\w.]+)")]
    private static partial Regex Dimension();

    [GeneratedRegex("\"((?:activity|orchestration):\\w*)\"")]
    private static partial Regex Operation();
}
