using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Panels;

/// <summary>Layers and outlines as areas.</summary>
internal static class PanelShapes
{
    public static Box BoundsOf(Contour contour) => Box.Around(contour.Chords().AsSpan());

    public static Box BoundsOf(IEnumerable<GerberLayer> layers) =>
        layers.SelectMany(layer => LayerPlot.Copper(layer)).Aggregate(Box.Empty, (box, plotted) => box.Union(plotted.Shape.Bounds));

    /// <summary>The straight pieces that strokes consist of, arcs as chords.</summary>
    public static ImmutableArray<(Point From, Point To)> Pieces(IEnumerable<GraphicObject> strokes)
    {
        var pieces = ImmutableArray.CreateBuilder<(Point, Point)>();
        var points = new List<Point>();
        foreach (var stroke in strokes)
        {
            points.Clear();
            switch (stroke)
            {
                case Line line:
                    pieces.Add((line.From, line.To));
                    break;
                case Arc arc:
                    points.Add(arc.From);
                    Arcs.AppendChords(points, arc.From, arc.To, arc.Center, arc.Clockwise);
                    pieces.AddRange(points.Zip(points.Skip(1)));
                    break;
                default:
                    break;
            }
        }

        return pieces.DrainToImmutable();
    }

    /// <summary>What strokes run around, without the width of their pen.</summary>
    public static Box BoundsOf(IEnumerable<GraphicObject> strokes) => Pieces(strokes).Aggregate(Box.Empty, (box, piece) => box.Include(piece.From).Include(piece.To));

    public static Box Moved(Box box, Point by) => new(box.Left + by.X, box.Bottom + by.Y, box.Right + by.X, box.Top + by.Y);
}
