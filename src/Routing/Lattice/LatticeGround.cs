using System.Collections.Concurrent;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// A lattice as modules and the board's edge leave it, whatever sockets are to be joined: its lines, how the bus areas are entered, where tracks can go
/// from each node and where vias may stand.
/// </summary>
internal sealed class LatticeGround : IDisposable
{
    /// <param name="coarseness">Track pitches from line to line.</param>
    public LatticeGround(RoutingSide left, RoutingSide right, int coarseness, int workers)
    {
        var grid = left.Grid;
        var stride = BusEntries.Stride(left) * coarseness;
        int first = BusEntries.Column(left), last = BusEntries.Column(right);
        last -= (last - first) % stride;
        var firstRow = left.BusBottom % stride;
        Pitch = stride * grid.Pitch;
        Columns = (last - first) / stride + 1;
        Left = new(left, first, stride, firstRow);
        Right = new(right, last, stride, firstRow);
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers };
        CopperMap? vias = null;
        Parallel.Invoke(options, () => vias = MapOfVias(left.Plan, grid), () => FindOpen(Left), () => FindOpen(Right));
        Vias = vias!;
        IsEntry = [BusEntries.Rows(left, Left), BusEntries.Rows(right, Right)];
    }

    /// <summary>From line to line; nanometres.</summary>
    public long Pitch { get; }

    /// <summary>Upright lines between the bus areas.</summary>
    public int Columns { get; }

    /// <summary>The lattice as the left side's tracks see it. Nothing is kept on it.</summary>
    public FlowLattice Left { get; }

    public FlowLattice Right { get; }

    /// <summary>By side and row: whether the bus area is entered there.</summary>
    public bool[][] IsEntry { get; }

    /// <summary>By node of the lattice: whether a via may stand there; none near the buses.</summary>
    public CopperMap Vias { get; }

    public void Dispose()
    {
        Left.Dispose();
        Right.Dispose();
        Vias.Dispose();
    }

    private void FindOpen(FlowLattice lattice)
    {
        for (var row = 0; row < lattice.Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                lattice.OpenAt(row * lattice.Columns + column);
            }
        }
    }

    private CopperMap MapOfVias(RoutingPlan plan, RoutingGrid fine)
    {
        var coarse = plan with { Lattice = RoutingLattice.Through(fine.At(Left.GridNode(0)), Pitch) };
        var grid = new RoutingGrid(coarse);
        var all = ViaMap.Build(coarse, grid, []);
        var map = CopperMap.Rent(Columns * Left.Rows);
        map.Clear();
        var besideBuses = (int)Math.Ceiling(plan.Rules.ViaToVia / (double)Pitch);
        for (var row = 0; row < Left.Rows; row++)
        {
            var line = map.Owner.AsSpan(row * Columns, Columns);
            all.Owner.AsSpan(grid.NodeAt(fine.At(Left.GridNode(row * Left.Columns))), Columns).CopyTo(line);
            line[..besideBuses].Fill(CopperMap.Blocked);
            line[^besideBuses..].Fill(CopperMap.Blocked);
        }

        all.Dispose();
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
