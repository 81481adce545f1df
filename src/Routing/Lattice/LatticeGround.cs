using System.Collections.Concurrent;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// A lattice as modules and the board's edge leave it, whatever sockets are to be joined: where tracks can go from each node and where vias may stand.
/// </summary>
internal sealed class LatticeGround : IDisposable
{
    /// <param name="coarseness">Track pitches from line to line.</param>
    public LatticeGround(RoutingSide left, RoutingSide right, int coarseness, int workers)
    {
        Frame = new(left, right, coarseness);
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers };
        CopperMap? vias = null;
        Parallel.Invoke(options, () => vias = MapOfVias(left.Plan), () => Sides[0] = new(left, Frame), () => Sides[1] = new(right, Frame));
        Vias = vias!;
    }

    public LatticeFrame Frame { get; }

    /// <summary>The lattice as either side's tracks see it. Nothing is kept on it.</summary>
    public LatticeSide[] Sides { get; } = new LatticeSide[2];

    /// <summary>By node of the lattice: whether a via may stand there; none near the buses.</summary>
    public CopperMap Vias { get; }

    public void Dispose()
    {
        Sides[0].Dispose();
        Sides[1].Dispose();
        Vias.Dispose();
    }

    private CopperMap MapOfVias(RoutingPlan plan)
    {
        var lattice = Frame.Grid;
        var whole = plan with { Lattice = RoutingLattice.Through(lattice.At(0), lattice.Pitch) };
        var grid = new RoutingGrid(whole);
        using var all = StaticMap.OfVias(whole, grid, []);
        var map = CopperMap.Rent(lattice.Count);
        map.Clear();
        var besideBuses = (int)Math.Ceiling(plan.Rules.ViaToVia / (double)lattice.Pitch);
        for (var row = 0; row < lattice.Rows; row++)
        {
            var first = lattice.Node(0, row);
            var line = map.Owner.AsSpan(first, lattice.Columns);
            all.Owner.AsSpan(grid.NodeAt(lattice.At(first)), lattice.Columns).CopyTo(line);
            line[..besideBuses].Fill(CopperMap.Blocked);
            line[^besideBuses..].Fill(CopperMap.Blocked);
        }

        return map;
    }
}

/// <summary>The lattices of a board, each made when it is first asked for.</summary>
internal sealed class LatticeGrounds : IDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<LatticeGround>> _grounds = [];

    /// <inheritdoc cref="LatticeGround(RoutingSide, RoutingSide, int, int)"/>
    public LatticeGround Of(RoutingSide left, RoutingSide right, int coarseness, int workers) =>
        _grounds.GetOrAdd(coarseness, _ => new(() => new(left, right, coarseness, workers))).Value;

    public void Dispose()
    {
        foreach (var ground in _grounds.Values.Where(ground => ground.IsValueCreated))
        {
            ground.Value.Dispose();
        }
    }
}
