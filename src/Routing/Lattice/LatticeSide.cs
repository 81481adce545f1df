using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// The lattice as the tracks of one side see it, which are on one layer: where they can go from each node. Nodes near copper that is no track of the lattice are
/// kept for whom it belongs to.
/// </summary>
internal sealed class LatticeSide : IDisposable
{
    // A node near copper of two is of use to neither.
    private const int Nobody = -1;

    private readonly RoutingSide _side;
    private readonly LatticeFrame _frame;
    private readonly byte[] _moves;

    // Who alone may use a node.
    private readonly Dictionary<int, int> _kept = [];

    public LatticeSide(RoutingSide side, LatticeFrame frame)
        : this(side, frame, PooledArray.Rent<byte>(frame.Grid.Count))
    {
        for (var node = 0; node < frame.Grid.Count; node++)
        {
            _moves[node] = MovesFrom(node);
        }
    }

    private LatticeSide(RoutingSide side, LatticeFrame frame, byte[] moves) => (_side, _frame, _moves) = (side, frame, moves);

    /// <summary>By node: the directions in which the neighbour can be reached, a bit each: to the right, above, to the left and below.</summary>
    public ReadOnlySpan<byte> Moves => _moves.AsSpan(0, _frame.Grid.Count);

    /// <summary>The same to keep nodes on, of a lattice on which nothing is kept.</summary>
    public LatticeSide Copy()
    {
        var copy = new LatticeSide(_side, _frame, PooledArray.Rent<byte>(_frame.Grid.Count));
        Moves.CopyTo(copy._moves);
        return copy;
    }

    public void Dispose() => PooledArray.Return(_moves);

    /// <summary>True where a node is not kept for another.</summary>
    /// <param name="owner">From 1; 0 for somebody who keeps nothing.</param>
    public bool IsFreeFor(int node, int owner) => Keeper(node) is var keeper && (keeper == 0 || (keeper == owner && keeper != Nobody));

    /// <summary>Nodes of free ground within the track pitch of copper.</summary>
    /// <param name="copper">Centre line.</param>
    public IEnumerable<int> Near(Point[] copper) =>
        _frame.Grid.NodesNear(copper, _side.Plan.TrackPitch).Where(node => _side.Static.Owner[_frame.FineNode(node)] == 0);

    /// <summary>
    /// Keeps the nodes near copper for its owner, and closes the steps between others that pass it as closely: open are only those that nobody's copper is near
    /// to, or one's own, and those to nodes kept for him who keeps where they begin.
    /// </summary>
    /// <param name="copper">Centre line.</param>
    /// <param name="owner">From 1.</param>
    public void Keep(Point[] copper, int owner)
    {
        foreach (var node in Near(copper))
        {
            _kept[node] = _kept.TryGetValue(node, out var other) && other != owner ? Nobody : owner;
        }

        var grid = _frame.Grid;
        foreach (var node in grid.NodesNear(copper, _side.Plan.TrackPitch + grid.Pitch))
        {
            for (var direction = 0; direction < 4; direction++)
            {
                var isOpen = (_moves[node] >> direction & 1) != 0;
                if (isOpen && (!IsFreeFor(node + grid.Delta[2 * direction], Keeper(node)) || (Keeper(node) != owner && IsNear(copper, node, direction))))
                {
                    _moves[node] &= (byte)~(1 << direction);
                }
            }
        }
    }

    /// <summary>Who alone may use a node; 0 where anyone may.</summary>
    private int Keeper(int node) => _kept.GetValueOrDefault(node);

    private bool IsNear(Point[] copper, int node, int direction) =>
        Polyline.AreNear([_frame.Grid.At(node), _frame.Grid.At(node + _frame.Grid.Delta[2 * direction])], copper, _side.Plan.TrackPitch);

    private byte MovesFrom(int node)
    {
        var (at, column, row) = (_frame.FineNode(node), _frame.Grid.Column(node), _frame.Grid.Row(node));
        var moves = 0;
        moves |= column + 1 < _frame.Grid.Columns && IsOpen(at, 0) ? 1 : 0;
        moves |= row + 1 < _frame.Grid.Rows && IsOpen(at, 2) ? 2 : 0;
        moves |= column > 0 && IsOpen(at, 4) ? 4 : 0;
        moves |= row > 0 && IsOpen(at, 6) ? 8 : 0;
        return (byte)moves;
    }

    /// <summary>Whether the way to a neighbour is clear; an end that is closed can still be left.</summary>
    private bool IsOpen(int from, int direction)
    {
        var (map, delta, at) = (_side.Static, _side.Grid.Delta[direction], from);
        for (var step = 0; step < _frame.Stride; step++, at += delta)
        {
            if (map.IsEdgeClosed(at, at + delta, direction) || map.Owner[at + delta] != 0)
            {
                return false;
            }
        }

        return true;
    }
}
