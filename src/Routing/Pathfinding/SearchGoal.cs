namespace MakeDevice.Routing.Pathfinding;

/// <summary>Where a search may end, and a lower bound of the way there.</summary>
internal readonly struct SearchGoal
{
    private readonly NetExtent _extent;
    private readonly TargetField _field;
    private readonly int _busBottom;
    private readonly int _busTop;

    public SearchGoal(RoutingSide side, SideCopper copper, TargetField field, ushort net)
    {
        _field = field;
        Net = net;
        BusColumn = side.BusColumn(net);
        _extent = copper.Extent(net);
        _busBottom = side.BusBottom;
        _busTop = side.BusTop;
    }

    public ushort Net { get; }

    public int BusColumn { get; }

    /// <summary>False, too, where the net's tracks do not meet its bus: what joined it there would not be joined to them.</summary>
    public bool MayJoinBus(int row) => row >= _busBottom && row <= _busTop && (_extent.MeetsBus || !_extent.HasTracks);

    /// <summary>The via, and the copper by which the bus grows to be met at this row.</summary>
    public int BusCost(int row) => PathCost.Via + PathCost.Straight * _extent.Extension(row);

    public int Estimate(int column, int row)
    {
        // Rows outside the bus's extent cost as much on the bus as on the way, unless they are gained on a slant.
        var toBus = PathCost.Octile(Math.Abs(column - BusColumn), _extent.Extension(row)) + PathCost.Via;
        var free = _extent.HasTracks ? Math.Min(toBus, _extent.CostFrom(column, row)) : toBus;
        return Math.Max(free, _field.Estimate(column, row));
    }
}
