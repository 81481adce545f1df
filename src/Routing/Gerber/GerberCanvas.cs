using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>Collects the graphic objects of a file, and repeats those of step-and-repeat and block statements.</summary>
internal sealed class GerberCanvas(SourcePosition position, ReadingBudget budget)
{
    private const int DeepestNesting = 16;

    private readonly Stack<Frame> _frames = new([new Frame(null, 0, AttributeSet.None)]);

    public Polarity Polarity { get; set; }

    public ApertureState Apertures { get; } = new(position, budget);

    private ImmutableArray<GraphicObject>.Builder Objects => _frames.Peek().Objects;

    public void Flash(Point at, Aperture aperture, AttributeSet attributes)
    {
        var variant = Apertures.Variant(aperture);
        var flash = new Flash(at, variant, Polarity, attributes);
        if (variant is BlockAperture block)
        {
            FlashBlock(flash, block);
            return;
        }

        budget.Work(PieceCount.Of(variant));
        Add(flash);
    }

    /// <summary>A straight stroke.</summary>
    public void Draw(Point from, Point to, Aperture pen, AttributeSet attributes)
    {
        if (pen is CircleAperture || (pen is RectangleAperture && Apertures.Similarity.IsRightAngle))
        {
            Add(new Line(from, to, Apertures.Variant(pen), Polarity, attributes));
        }
        else if (from == to)
        {
            Flash(at: from, pen, attributes);
        }
        else if (StrokeSweep.CanSweep(pen))
        {
            budget.Keep(8);
            StrokeSweep.Add(new(from, to, pen, Polarity, attributes), Apertures.Similarity, Objects);
        }
        else
        {
            throw position.Error("a macro or block aperture cannot draw");
        }
    }

    /// <summary>A circular stroke.</summary>
    public void Draw(Point from, Point to, Point center, bool clockwise, Aperture pen, AttributeSet attributes)
    {
        if (pen is CircleAperture)
        {
            Add(new Arc(from, to, center, clockwise, Apertures.Variant(pen), Polarity, attributes));
            return;
        }

        foreach (var point in ArcGeometry.Chords(from, to, center, clockwise))
        {
            Draw(from, point, pen, attributes);
            from = point;
        }
    }

    public void Fill(EquatableArray<Contour> contours, AttributeSet apertureAttributes, AttributeSet attributes)
    {
        if (contours.Count > 0)
        {
            Add(new Region(contours, StrokeSweep.Carrier(apertureAttributes), Polarity, attributes));
        }
    }

    /// <summary>Opens a step-and-repeat statement (specification 4.11), closing one that is open.</summary>
    public void BeginRepeat(int columns, int rows, Point step)
    {
        EndRepeat();
        Open(new(new(columns, rows, step), 0, AttributeSet.None));
    }

    public void EndRepeat()
    {
        if (_frames.Peek().Repeat is not { } repeat)
        {
            return;
        }

        var objects = _frames.Pop().Objects;
        budget.Keep(Pieces(objects) * ((long)repeat.Columns * repeat.Rows - 1));
        for (var column = 0; column < repeat.Columns && objects.Count > 0; column++)
        {
            for (var row = 0; row < repeat.Rows; row++)
            {
                Copy(objects, new(column * repeat.Step.X, row * repeat.Step.Y));
            }
        }
    }

    /// <summary>Opens a block aperture (specification 4.6).</summary>
    public void BeginBlock(int number, AttributeSet attributes)
    {
        if (_frames.Peek().Repeat is not null)
        {
            throw position.Error("block aperture inside step and repeat");
        }

        Open(new(null, number, attributes));
    }

    public (int Number, DefinedAperture Aperture) EndBlock()
    {
        EndRepeat();
        if (_frames.Count == 1)
        {
            throw position.Error("end of a block aperture that was not begun");
        }

        var frame = _frames.Pop();
        var block = new BlockAperture(new(frame.Objects.DrainToImmutable()), frame.Attributes);
        return (frame.Number, new(block, block));
    }

    public ImmutableArray<GraphicObject> Finish()
    {
        EndRepeat();
        return _frames.Count == 1 ? Objects.DrainToImmutable() : throw position.Error("the file ends inside a block aperture");
    }

    private void Add(GraphicObject item)
    {
        budget.Keep(PieceCount.Of(item));
        CheckExtent(item);
        Objects.Add(item);
    }

    /// <summary>Scaling and repeating can leave the range that single coordinates keep.</summary>
    private void CheckExtent(GraphicObject item)
    {
        if (Extent.Of(item) > ReadingBudget.Coordinate)
        {
            throw position.Error("object out of range");
        }
    }

    private void Open(Frame frame)
    {
        if (_frames.Count > DeepestNesting)
        {
            throw position.Error($"blocks nested deeper than {DeepestNesting}");
        }

        _frames.Push(frame);
    }

    private void FlashBlock(Flash flash, BlockAperture block)
    {
        budget.Keep(1 + Pieces(block.Objects.Items));
        foreach (var item in BlockExpansion.Expand(flash))
        {
            budget.Work(item is Flash inner ? PieceCount.Of(inner.Aperture) : 1);
            CheckExtent(item);
            Objects.Add(item);
        }
    }

    private void Copy(ImmutableArray<GraphicObject>.Builder objects, Point offset)
    {
        var transform = new ObjectTransform(new(false, 0, 1, offset), attributes => attributes);
        foreach (var item in objects)
        {
            budget.Work(item is Flash flash ? PieceCount.Of(flash.Aperture) : 1);
            transform.Apply(item, Objects);
            CheckExtent(Objects[^1]);
        }
    }

    private static int Pieces(IReadOnlyCollection<GraphicObject> objects) => objects.Sum(PieceCount.Of);

    private sealed record Frame(RepeatGrid? Repeat, int Number, AttributeSet Attributes)
    {
        public ImmutableArray<GraphicObject>.Builder Objects { get; } = ImmutableArray.CreateBuilder<GraphicObject>();
    }

    private sealed record RepeatGrid(int Columns, int Rows, Point Step);
}
