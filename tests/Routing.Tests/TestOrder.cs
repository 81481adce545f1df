using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Caching;
using MakeDevice.Routing.Tests.Explanation;
using MakeDevice.Routing.Tests.Finishing;
using MakeDevice.Routing.Tests.Lattice;
using MakeDevice.Routing.Tests.Negotiation;
using MakeDevice.Routing.Tests.Options;
using MakeDevice.Tests;

[assembly: TestCollectionOrderer("MakeDevice.Routing.Tests.TestOrder", "Routing.Tests")]

namespace MakeDevice.Routing.Tests;

/// <summary>The classes that route most.</summary>
public sealed class TestOrder() : LongestFirst(
    nameof(CrowdedBoardTests), nameof(WholeBoardRerouteTests), nameof(WholeBoardTests), nameof(TrackMitreTests), nameof(RerouteTests), nameof(ClassRouterTests), nameof(BoardExplainerTests), nameof(TreeTopologyTests), nameof(RuleMatrixTests),
    nameof(StagedRouterTests), nameof(CachedResultTests), nameof(LatticeBoardTests), nameof(BoardRouterTests));
