using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Modules;

/// <summary>The circles of a GerberSockets layer, gathered by the point they stand at.</summary>
internal static class SocketCircles
{
    /// <summary>Circles so near belong together: whoever turns a footprint may round its parts apart. Nanometres.</summary>
    private const long Together = 10;

    /// <summary>Draws of length zero and flashes with a round aperture, in the order in which the file first touches their points; a group stands where its identifier does.</summary>
    public static List<(Point At, List<long> Diameters)> In(GerberLayer layer)
    {
        var groups = new List<(Point At, List<long> Diameters)>();
        var cells = new Dictionary<(long, long), List<int>>();
        foreach (var item in layer.Objects)
        {
            var (at, aperture) = item switch
            {
                Flash flash => (flash.At, flash.Aperture),
                Line line when line.From == line.To => (line.From, line.Aperture),
                _ => (default, null),
            };
            if (aperture is CircleAperture circle)
            {
                Add(groups, cells, at, circle.Diameter);
            }
        }

        return groups;
    }

    private static void Add(List<(Point At, List<long> Diameters)> groups, Dictionary<(long, long), List<int>> cells, Point at, long diameter)
    {
        var group = Near(groups, cells, at);
        if (group < 0)
        {
            group = groups.Count;
            groups.Add((at, []));
            Enter(cells, at, group);
        }
        else if (GerberSocketsReader.IsIdentifier(diameter) && !groups[group].Diameters.Exists(GerberSocketsReader.IsIdentifier) && groups[group].At != at)
        {
            groups[group] = groups[group] with { At = at };
            Enter(cells, at, group);
        }

        groups[group].Diameters.Add(diameter);
    }

    private static void Enter(Dictionary<(long, long), List<int>> cells, Point at, int group)
    {
        var cell = CellOf(at);
        if (!cells.TryGetValue(cell, out var list))
        {
            cells.Add(cell, list = []);
        }

        if (!list.Contains(group))
        {
            list.Add(group);
        }
    }

    private static int Near(List<(Point At, List<long> Diameters)> groups, Dictionary<(long, long), List<int>> cells, Point at)
    {
        var (column, row) = CellOf(at);
        for (var x = column - 1; x <= column + 1; x++)
        {
            for (var y = row - 1; y <= row + 1; y++)
            {
                if (cells.TryGetValue((x, y), out var list) && list.FindIndex(group => groups[group].At.DistanceTo(at) <= Together) is >= 0 and var index)
                {
                    return list[index];
                }
            }
        }

        return -1;
    }

    private static (long, long) CellOf(Point at) => ((long)Math.Floor(at.X / (double)Together), (long)Math.Floor(at.Y / (double)Together));
}
