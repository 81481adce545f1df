using DurableTask.Core;
using DurableTask.Core.History;
using MakeDevice.Hub;

namespace Local.Tests.Hub;

/// <summary>Every kind of event comes back as it was, no class is named in the text, and none can be chosen by it.</summary>
public sealed class HistoryJsonTests
{
    private static readonly OrchestrationInstance Instance = new() { InstanceId = "i", ExecutionId = "e" };

    public static TheoryData<HistoryEvent> Events =>
    [
        new ExecutionStartedEvent(-1, "{\"at\":\"2026-11-29T10:00:00Z\"}") { Name = "Job", Version = "2", OrchestrationInstance = Instance, Tags = new Dictionary<string, string> { ["a"] = "b" }, ScheduledStartTime = DateTime.UtcNow },
        new ExecutionCompletedEvent(9, "1", OrchestrationStatus.Failed, new FailureDetails("T", "m", "s", null, false)),
        new ExecutionTerminatedEvent(-1, "\"why\""),
        new ExecutionSuspendedEvent(-1, "why"),
        new ExecutionResumedEvent(-1, "why"),
        new TaskScheduledEvent(1, "Act", "", "[1]"),
        new TaskCompletedEvent(-1, 1, "2"),
        new TaskFailedEvent(-1, 1, "r", "d", new FailureDetails("T", "m", null, new FailureDetails("U", "n", null, null, true), false)),
        new SubOrchestrationInstanceCreatedEvent(2) { Name = "Child", InstanceId = "c", Input = "3" },
        new SubOrchestrationInstanceCompletedEvent(-1, 2, "4"),
        new SubOrchestrationInstanceFailedEvent(-1, 2, "r", "d"),
        new TimerCreatedEvent(3, DateTime.UtcNow),
        new TimerFiredEvent(-1, DateTime.UtcNow) { TimerId = 3 },
        new OrchestratorStartedEvent(-1),
        new OrchestratorCompletedEvent(-1),
        new EventSentEvent(4) { InstanceId = "o", Name = "n", Input = "5" },
        new EventRaisedEvent(-1, "6") { Name = "go" },
        new ContinueAsNewEvent(5, "7"),
        new GenericEvent(6, "8"),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void AnEvent_ComesBackAsItWas(HistoryEvent written)
    {
        string json = HistoryJson.Write(written);
        HistoryEvent read = HistoryJson.ReadEvent(written.EventType, json);

        Assert.Equal(written.GetType(), read.GetType());
        Assert.Equal(json, HistoryJson.Write(read));
        Assert.Equal((written.EventId, written.Timestamp), (read.EventId, read.Timestamp));
        Assert.DoesNotContain("$type", json, StringComparison.Ordinal);
        Assert.DoesNotContain("DurableTask", json, StringComparison.Ordinal);
        Assert.Equal(json, HistoryJson.Write(Assert.Single(HistoryJson.ReadHistory($"[{json}]"))));
    }

    [Theory]
    [InlineData("[{}]")]
    [InlineData("[{\"EventType\":77}]")]
    [InlineData("[{\"EventType\":18}]")]
    [InlineData("{")]
    [InlineData("[1]")]
    public void WhatIsNoHistory_IsRefused(string json) => Assert.Throws<InvalidDataException>(() => HistoryJson.ReadHistory(json));

    [Fact]
    public void ANamedClass_IsNotMade()
    {
        HistoryEvent read = HistoryJson.ReadEvent(EventType.EventRaised, """{"$type":"System.IO.FileInfo, System.Private.CoreLib","fileName":"/etc/passwd","EventId":3,"Name":"go"}""");

        Assert.Equal("go", Assert.IsType<EventRaisedEvent>(read).Name);
    }
}
