using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Panels;

/// <summary>The strips of board around the copies that an assembly line holds the panel by, with their holes and fiducials.</summary>
/// <param name="Areas">Each rail; they touch each other and overlap nowhere.</param>
/// <param name="Panel">Around copies and rails.</param>
internal sealed record PanelRails(ImmutableArray<Box> Areas, Box Panel, ImmutableArray<DrillHole> Holes, ImmutableArray<Point> Fiducials)
{
    private const long FiducialInset = 5 * Units.Millimetre;

    /// <param name="copies">Around all copies.</param>
    public static PanelRails Of(PanelSpecification specification, Box copies)
    {
        var reach = specification.Gap + specification.RailWidth;
        var (across, down) = (specification.RailsLeftAndRight ? reach : 0, specification.RailsTopAndBottom ? reach : 0);
        var panel = new Box(copies.Left - across, copies.Bottom - down, copies.Right + across, copies.Top + down);
        var areas = ImmutableArray.CreateBuilder<Box>();
        if (specification.RailsTopAndBottom)
        {
            areas.Add(panel with { Bottom = panel.Top - specification.RailWidth });
            areas.Add(panel with { Top = panel.Bottom + specification.RailWidth });
        }

        if (specification.RailsLeftAndRight)
        {
            var (bottom, top) = specification.RailsTopAndBottom ? (areas[1].Top, areas[0].Bottom) : (panel.Bottom, panel.Top);
            areas.Add(new(panel.Left, bottom, panel.Left + specification.RailWidth, top));
            areas.Add(new(panel.Right - specification.RailWidth, bottom, panel.Right, top));
        }

        return areas.Count == 0 ? new([], panel, [], []) : new PanelRails(areas.ToImmutable(), panel, [], []).WithMarks(specification);
    }

    /// <summary>A hole in every corner of the panel, and a fiducial beside three of them: the fourth tells how the panel is turned.</summary>
    private PanelRails WithMarks(PanelSpecification specification)
    {
        var inset = specification.RailWidth / 2;
        var inner = Panel.Inflate(-inset);
        Point[] corners = [new(inner.Left, inner.Top), new(inner.Right, inner.Top), new(inner.Left, inner.Bottom), new(inner.Right, inner.Bottom)];
        var along = specification.RailsTopAndBottom ? new Point(FiducialInset, 0) : new Point(0, -FiducialInset);
        Point[] beside = specification.RailsTopAndBottom
            ? [corners[0] + along, corners[1] - along, corners[2] + along]
            : [corners[0] + along, corners[1] + along, corners[2] - along];
        return this with
        {
            Holes = specification.ToolingHole == 0 ? [] : [.. corners.Select(corner => new DrillHole(corner, specification.ToolingHole, null))],
            Fiducials = specification.Fiducial == 0 ? [] : [.. beside],
        };
    }

    /// <summary>Copper dot and mask opening, twice as wide, on both faces.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<GraphicObject>> Graphics(long diameter)
    {
        ImmutableArray<GraphicObject> dots = [.. Fiducials.Select(at => Dot(at, diameter, "FiducialPad,Panel"))];
        ImmutableArray<GraphicObject> openings = [.. Fiducials.Select(at => Dot(at, 2 * diameter, "Material"))];
        return ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, ImmutableArray<GraphicObject>>
        {
            ["copper_top.GTL"] = dots,
            ["copper_bottom.GBL"] = dots,
            ["soldermask_top.GTS"] = openings,
            ["soldermask_bottom.GBS"] = openings,
        });
    }

    private static Flash Dot(Point at, long diameter, string function) => new(
        at, new CircleAperture(diameter, 0, AttributeSet.Of(new GerberAttribute(".AperFunction", function.Split(',')))), Polarity.Dark, AttributeSet.None);
}
