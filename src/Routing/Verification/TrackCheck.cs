using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Verification;

/// <summary>Routed tracks and vias against the zones of modules and the least width.</summary>
internal static class TrackCheck
{
    /// <summary>Copper may touch a zone's border; nanometres.</summary>
    private const long Grace = 1_000;

    public static IEnumerable<Finding> Run(VerifiedCopper copper) => [.. InZones(copper), .. Widths(copper)];

    private static IEnumerable<Finding> InZones(VerifiedCopper copper)
    {
        var netsOfModule = copper.Input.Sockets.ToLookup(socket => socket.Module, socket => socket.Net);
        var found = new HashSet<(string Net, int Module, CopperLayer Layer)>();
        for (var i = 0; i < copper.Pieces.Items.Length; i++)
        {
            var item = copper.Item(i);
            for (var zone = 0; item.RoutedNet is { } net && zone < copper.Zones.Polygons.Length; zone++)
            {
                var module = copper.Input.Zones[zone].Module;
                if (copper.Zones.Polygons[zone].Bounds.Intersects(item.Bounds) && Within(item, copper.Zones.Polygons[zone])
                    && (IsArea(item) || !netsOfModule[module].Contains(net)) && found.Add((net, module, item.Layer)))
                {
                    yield return new(
                        FindingKind.TrackInZone, Severity.Error, item.Layer, item.Anchor, [net], null, null,
                        IsArea(item) ? $"The pour of {net} enters the zone of module {module}." : $"Routed copper of {net} enters the zone of module {module}, which has no socket of it.");
                }
            }
        }
    }

    private static bool Within(CopperItem item, Polygon zone) => item.Shapes.Span[0].Shape switch
    {
        Capsule stroke => Shapes.DistanceToSegment(zone, stroke.A, stroke.B) < stroke.Radius - Grace,
        var area => Shapes.Distance(area, Shrunk(zone)) <= 0,
    };

    /// <summary>A zone without the strip along its border that copper may touch.</summary>
    private static Polygon Shrunk(Polygon zone)
    {
        var center = zone.Bounds.Center;
        return new([.. zone.Outline.Select(corner => new Point(corner.X - Grace * Math.Sign(corner.X - center.X), corner.Y - Grace * Math.Sign(corner.Y - center.Y)))]);
    }

    /// <summary>Tracks end at sockets on a zone's border; a pour stays out of every zone.</summary>
    private static bool IsArea(CopperItem item) => item.Shapes.Span[0].Shape is Polygon;

    private static IEnumerable<Finding> Widths(VerifiedCopper copper) =>
        from track in copper.Input.Routed.Tracks
        where track.Width < copper.Input.Rules.TrackWidth
        group track by (track.Net, track.Layer, track.Width) into thin
        let first = thin.First()
        select new Finding(
            FindingKind.TrackWidth, Severity.Error, first.Layer, first.Points[0], [first.Net], first.Width, copper.Input.Rules.TrackWidth,
            $"{thin.Count()} tracks of {first.Net} are thinner than the rules allow.");
}
