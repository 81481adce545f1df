using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Where tracks enter the area of a side's buses, on a lattice whose lines lie a track pitch apart or more.</summary>
internal static class BusEntries
{
    /// <summary>Grid steps from line to line of the lattice.</summary>
    public static int Stride(RoutingSide side) => (int)Math.Ceiling(side.Plan.TrackPitch / (double)side.Grid.Pitch);

    /// <summary>The grid column where the area is entered: so far in from the innermost bus that a track along it keeps clear of the vias on that bus.</summary>
    public static int Column(RoutingSide side)
    {
        var columns = side.Plan.Nets.Where(net => net.Side == side.Side).Select(net => side.BusColumn((ushort)net.Id)).ToArray();
        if (columns.Length == 0)
        {
            return side.Side == Side.Left ? 1 : side.Grid.Columns - 2;
        }

        var column = side.Side == Side.Left ? columns.Max() + Apart(side) : columns.Min() - Apart(side);
        return Math.Clamp(column, 0, side.Grid.Columns - 1);
    }

    /// <summary>Grid steps between two entries, so that vias keep clear of the tracks that pass them and of each other.</summary>
    public static int Apart(RoutingSide side)
    {
        DesignRules rules = side.Plan.Rules;

        // The nearest foreign via stands one bus away.
        double between = rules.ViaToVia;
        var toVia = Math.Sqrt(Math.Max(0, (between * between) - ((double)rules.BusPitch * rules.BusPitch)));
        return (int)Math.Ceiling((Math.Max(rules.ViaToTrack, toVia) - 0.5) / side.Grid.Pitch);
    }

    /// <summary>The lattice's rows on which the bus area is entered: as many between the ends of the buses as keep apart.</summary>
    public static bool[] Rows(RoutingSide side, FlowLattice lattice)
    {
        var apart = Apart(side);
        var entries = new bool[lattice.Rows];
        var next = side.BusBottom;
        for (var row = 0; row < entries.Length && lattice.GridRow(row) <= side.BusTop; row++)
        {
            if (lattice.GridRow(row) >= next)
            {
                entries[row] = true;
                next = lattice.GridRow(row) + apart;
            }
        }

        return entries;
    }
}
