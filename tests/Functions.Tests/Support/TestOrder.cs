using MakeDevice.Functions.Tests.EndToEnd;
using MakeDevice.Functions.Tests.Orchestration;
using MakeDevice.Tests;

[assembly: TestCollectionOrderer("MakeDevice.Functions.Tests.Support.TestOrder", "Functions.Tests")]

namespace MakeDevice.Functions.Tests.Support;

/// <summary>Whole hosts, one after the other, and those that wait for a lost host's messages.</summary>
public sealed class TestOrder() : LongestFirst(
    nameof(WholeFlowTests), ServedApp.OneAtATime, ServedApp.MostlyWaiting, nameof(SharedHubTests), nameof(SharedHubVersionTests), nameof(SharedHubRestartTests), nameof(RealActivitiesTests), nameof(DescribedApiTests));
