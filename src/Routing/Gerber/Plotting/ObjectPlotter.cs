using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber.Plotting;

/// <summary>Collects the areas of one layer's objects; an aperture is worked out once and then only moved.</summary>
/// <param name="objects">How many objects are plotted; most leave one area.</param>
internal sealed class ObjectPlotter(int objects)
{
    /// <summary>Block apertures may nest; no CAD tool nests them deeper than a few.</summary>
    private const int DeepestBlock = 32;

    private readonly Dictionary<Aperture, ImmutableArray<Shape>> _apertures = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Aperture, List<Point>> _outlines = new(ReferenceEqualityComparer.Instance);
    private readonly ImmutableArray<PlottedShape>.Builder _shapes = ImmutableArray.CreateBuilder<PlottedShape>(objects);
    private readonly PlotBudget _budget = new();
    private readonly List<Point> _points = [];

    public ImmutableArray<PlottedShape> ToShapes() => _shapes.DrainToImmutable();

    public void Add(GraphicObject drawn, int index) => Plot(drawn, new Context(drawn, index, default, Toggled: false, Depth: 0));

    private void Plot(GraphicObject drawn, Context context)
    {
        switch (drawn)
        {
            case Flash { Aperture: BlockAperture block } flash:
                AddBlock(block, flash, context);
                break;
            case Flash flash:
                AddFlash(flash, context);
                break;
            case Line line:
                AddStroke(line.Aperture, line.From, line.To, context);
                break;
            case Arc arc:
                AddArc(arc, context);
                break;
            case Region region:
                AddRegion(region, context);
                break;
        }
    }

    /// <summary>A block's objects join the layer one by one; flashed clear, each has its polarity toggled (specification 4.11.3).</summary>
    private void AddBlock(BlockAperture block, Flash flash, Context context)
    {
        if (context.Depth == DeepestBlock)
        {
            throw new PlotLimitException($"Block apertures nest deeper than {DeepestBlock}.");
        }

        foreach (var drawn in block.Objects)
        {
            _budget.Spend(1);
            Plot(drawn, new Context(
                drawn.Attributes == AttributeSet.None ? context.Source : drawn,
                context.Index,
                context.Offset + flash.At,
                context.Toggled ^ (flash.Polarity == Polarity.Clear),
                context.Depth + 1)
            {
                Own = drawn.Polarity,
            });
        }
    }

    private void AddFlash(Flash flash, Context context)
    {
        foreach (var shape in ShapesOf(flash.Aperture))
        {
            Emit(Moved(shape, flash.At + context.Offset), context);
        }
    }

    private void AddStroke(Aperture aperture, Point from, Point to, Context context)
    {
        from += context.Offset;
        to += context.Offset;
        if (aperture is CircleAperture circle)
        {
            if (circle.Diameter >= 2)
            {
                Emit(new Capsule(from, to, circle.Diameter / 2), context);
            }

            return;
        }

        _points.Clear();
        foreach (var corner in OutlineOf(aperture))
        {
            _points.Add(corner + from);
            _points.Add(corner + to);
        }

        AddPolygon(ConvexHull.Of(_points), context);
    }

    private void AddArc(Arc arc, Context context)
    {
        var chords = new List<Point>();
        Arcs.AppendChords(chords, arc.From, arc.To, arc.Center, arc.Clockwise);
        _budget.Spend((long)chords.Count * PlotBudget.PointsOfChord);
        var from = arc.From;
        foreach (var to in chords)
        {
            AddStroke(arc.Aperture, from, to, context);
            from = to;
        }
    }

    /// <summary>Each contour is filled for itself, and the region is their union (specification 4.10).</summary>
    private void AddRegion(Region region, Context context)
    {
        foreach (var contour in region.Contours)
        {
            _points.Clear();
            _points.Add(contour.Start);
            foreach (var segment in contour.Segments)
            {
                if (segment.Center is { } center)
                {
                    Arcs.AppendChords(_points, _points[^1], segment.To, center, segment.Clockwise);
                }
                else
                {
                    _points.Add(segment.To);
                }
            }

            for (var i = 0; i < _points.Count; i++)
            {
                _points[i] += context.Offset;
            }

            AddPolygon(_points, context);
        }
    }

    private void AddPolygon(List<Point> outline, Context context)
    {
        Ring.RemoveRepeats(outline);
        if (Ring.HasArea(outline))
        {
            Emit(new Polygon([.. outline]), context);
        }
    }

    private void Emit(Shape shape, Context context)
    {
        _budget.Spend(PlotBudget.PointsOf(shape));
        _shapes.Add(new(shape, context.Polarity, context.Index, context.Source));
    }

    private ImmutableArray<Shape> ShapesOf(Aperture aperture)
    {
        if (!_apertures.TryGetValue(aperture, out var shapes))
        {
            shapes = AperturePlot.Shapes(aperture);
            _apertures.Add(aperture, shapes);
        }

        return shapes;
    }

    private List<Point> OutlineOf(Aperture aperture)
    {
        if (!_outlines.TryGetValue(aperture, out var outline))
        {
            outline = AperturePlot.Outline(ShapesOf(aperture));
            _outlines.Add(aperture, outline);
        }

        return outline;
    }

    private static Shape Moved(Shape shape, Point offset) => shape switch
    {
        Capsule capsule => new Capsule(capsule.A + offset, capsule.B + offset, capsule.Radius),
        Polygon { Holes.IsEmpty: true } polygon => new Polygon(Moved(polygon.Outline, offset)),
        Polygon polygon => new Polygon(Moved(polygon.Outline, offset), [.. polygon.Holes.Select(hole => Moved(hole, offset))]),
        _ => throw new NotSupportedException($"Unknown shape {shape.GetType().Name}."),
    };

    private static ImmutableArray<Point> Moved(ImmutableArray<Point> points, Point offset)
    {
        var moved = ImmutableArray.CreateBuilder<Point>(points.Length);
        foreach (var point in points)
        {
            moved.Add(point + offset);
        }

        return moved.MoveToImmutable();
    }

    /// <summary>Where an object stands: on the layer itself, or within nested blocks.</summary>
    private readonly record struct Context(GraphicObject Source, int Index, Point Offset, bool Toggled, int Depth)
    {
        /// <summary>Polarity of the object itself, before the blocks around it toggle it.</summary>
        public Polarity Own { get; init; } = Source.Polarity;

        public Polarity Polarity => Toggled ? (Own == Polarity.Dark ? Polarity.Clear : Polarity.Dark) : Own;
    }
}
