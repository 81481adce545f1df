using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Draws the copper of a net as tracks and vias.</summary>
internal sealed class CopperWriter(RoutingPlan plan, PlannedNet net)
{
    public List<Track> Tracks { get; } = [];

    public List<Via> Vias { get; } = [];

    /// <summary>How a line is drawn that begins on its net's trunk, or elsewhere.</summary>
    public static (TrackKind Kind, long Width) Style(DesignRules rules, bool isBus) =>
        isBus ? (TrackKind.Bus, rules.BusWidth) : (TrackKind.Track, rules.TrackWidth);

    /// <summary>Adds a line, unless it is but a point.</summary>
    /// <param name="line">Made anew to hold its ends and corners only.</param>
    public void Add(CopperLayer layer, bool isBus, List<Point> line)
    {
        var corners = Polyline.Corners(line);
        if (corners.Length > 1)
        {
            var (kind, width) = Style(plan.Rules, isBus);
            Tracks.Add(new(net.Name, kind, layer, width, new(corners)));
        }
    }

    public void AddVia(Point at) => Vias.Add(new(net.Name, at, plan.Rules.ViaDiameter, plan.Rules.ViaHole));

    /// <summary>Adds a socket's reserved via, and the track to it where it stands beside the socket.</summary>
    public void AddReserved(PlannedSocket socket)
    {
        AddVia(socket.Start);
        Add(socket.Layer, isBus: false, [socket.At, socket.Start]);
    }
}
