using MakeDevice.Local.Tests.Command;
using MakeDevice.Tests;

[assembly: TestCollectionOrderer("MakeDevice.Local.Tests.TestOrder", "Local.Tests")]

namespace MakeDevice.Local.Tests;

/// <summary>Those that route boards in processes of their own.</summary>
public sealed class TestOrder() : LongestFirst(nameof(RouteCommandTests), nameof(CommandLineTests), nameof(VerifyCommandTests));
