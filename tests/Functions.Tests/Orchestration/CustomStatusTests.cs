using System.Text.Json;
using MakeDevice.Functions.Jobs;

namespace MakeDevice.Functions.Tests.Orchestration;

public sealed class CustomStatusTests
{
    /// <summary>16 KB of UTF-16.</summary>
    private const int MostCharacters = 8192;

    private static readonly JobInput Input = new(0, 600, 1, true);

    [Theory]
    [InlineData('a')]
    [InlineData('"')]
    [InlineData('ß')]
    [InlineData('\u2028')]
    [InlineData('\uD83D')]
    public void It_stays_below_16_KB_whatever_the_issues_are(char letter)
    {
        var issues = Enumerable.Range(0, 500).Select(i => (JobIssue)$"CODE_{i} {new string(letter, 5 * i)}").ToArray();
        var context = new ScriptedContext(Input, new ScriptedBoard { PrepareIssues = issues }.Run);
        context.Run();
        Assert.All(context.Statuses, s => Assert.InRange(s.Json.Length, 1, MostCharacters));
        Assert.Equal(500, context.Statuses[^1].Status.IssueCount);
        Assert.NotEmpty(context.Statuses[^1].Status.Issues);
        Assert.Equal(context.Statuses[^1].Status.Issues.Length, context.Statuses[^1].Status.IssueDetails.Length);
    }

    [Fact]
    public void The_gravest_issues_are_told_first_where_not_all_fit()
    {
        JobIssue[] issues = [.. Enumerable.Repeat((JobIssue)"ROUTING_UNPAIRED_TRANSMITTER socketName=SWDIO", 500), "MODULE_NOT_FOUND moduleName=led moduleVersion=1.0"];
        var context = new ScriptedContext(Input, new ScriptedBoard { PrepareIssues = issues }.Run);
        context.Run();
        var status = context.Statuses[^1].Status;
        Assert.InRange(status.Issues.Length, 2, 499);
        Assert.Equal("MODULE_NOT_FOUND moduleName=led moduleVersion=1.0", status.Issues[^1]);
        Assert.Equal(new IssueDetail("error", "MODULE_NOT_FOUND", "There is no module led of version 1.0 in the library."), status.IssueDetails[^1]);
        Assert.Equal("warning", status.IssueDetails[0].Severity);
    }

    [Fact]
    public void Progress_rises_from_0_to_100()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard { Batches = 6, Rounds = 5 }.Run) { Duration = TimeSpan.FromMilliseconds(260) };
        context.Run();
        var progress = context.Statuses.Select(s => s.Status.Progress).ToList();
        Assert.Equal(progress.Order(), progress);
        Assert.Equal((0, 100), (progress[0], progress[^1]));
        Assert.True(progress.Distinct().Count() > 8);
    }

    [Fact]
    public void Counts_are_told_at_most_four_times_a_second_and_phases_at_once()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard { Batches = 30, Rounds = 8 }.Run) { Duration = TimeSpan.FromMilliseconds(7) };
        context.Run();
        foreach (var phase in context.Statuses.GroupBy(s => s.Status.Phase))
        {
            var span = phase.Max(s => s.At) - phase.Min(s => s.At);
            Assert.InRange(phase.Count(), 1, 1 + (int)(span.TotalSeconds * 4 + 1));
        }

        Assert.Equal(
            [JobPhase.Preparing, JobPhase.Routing, JobPhase.Repairing, JobPhase.Verifying, JobPhase.Fabricating, JobPhase.Packing, JobPhase.Done],
            context.Statuses.Select(s => s.Status.Phase).Distinct());
    }

    [Fact]
    public void It_has_the_names_that_clients_read()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard().Run);
        context.Run();
        using var json = JsonDocument.Parse(context.Statuses[^1].Json);
        var left = json.RootElement.GetProperty("sides").GetProperty("left");
        Assert.Equal(40, left.GetProperty("sockets").GetInt32());
        Assert.True(left.TryGetProperty("batches", out _) && left.TryGetProperty("done", out _) && left.TryGetProperty("connected", out _));
        Assert.Equal(["phase", "progress", "sides", "issues", "issueDetails", "issueCount", "previewVersion"], json.RootElement.EnumerateObject().Select(p => p.Name));
    }
}
