using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>The apertures of a layer under one mirror, turn and scale, each made once.</summary>
/// <param name="budget">Pays for each variant while a file is read.</param>
internal sealed class ApertureVariants(Similarity similarity, ReadingBudget? budget = null)
{
    private readonly Similarity _similarity = similarity.AboutOrigin();
    private readonly Dictionary<Aperture, Aperture> _variants = new(ReferenceEqualityComparer.Instance);
    private Aperture? _last;
    private Aperture? _lastVariant;

    public Aperture Of(Aperture aperture)
    {
        if (_similarity.LeavesShapes)
        {
            return aperture;
        }

        // Runs of objects with one aperture are the rule.
        if (ReferenceEquals(aperture, _last))
        {
            return _lastVariant!;
        }

        if (!_variants.TryGetValue(aperture, out var variant))
        {
            budget?.Keep(PieceCount.Of(aperture));
            _variants[aperture] = variant = Make(aperture);
        }

        _last = aperture;
        return _lastVariant = variant;
    }

    public static Aperture WithoutHole(Aperture aperture) => aperture switch
    {
        CircleAperture { Hole: not 0 } circle => circle with { Hole = 0 },
        RectangleAperture { Hole: not 0 } rectangle => rectangle with { Hole = 0 },
        ObroundAperture { Hole: not 0 } obround => obround with { Hole = 0 },
        PolygonAperture { Hole: not 0 } polygon => polygon with { Hole = 0 },
        _ => aperture,
    };

    /// <summary>A standard aperture as a macro of equal shape, and what to cut from it.</summary>
    public static MacroAperture AsMacro(Aperture aperture, params ReadOnlySpan<MacroPrimitive> cuts)
    {
        var primitives = ImmutableArray.CreateBuilder<MacroPrimitive>();
        switch (aperture)
        {
            case CircleAperture circle:
                primitives.Add(new MacroCircle(true, circle.Diameter, default, 0));
                AddHole(primitives, circle.Hole);
                break;
            case RectangleAperture rectangle:
                primitives.Add(new MacroCenterLine(true, rectangle.Width, rectangle.Height, default, 0));
                AddHole(primitives, rectangle.Hole);
                break;
            case ObroundAperture obround:
                AddObround(primitives, obround);
                AddHole(primitives, obround.Hole);
                break;
            case PolygonAperture polygon:
                primitives.Add(new MacroPolygon(true, polygon.Vertices, default, polygon.OuterDiameter, polygon.Degrees));
                AddHole(primitives, polygon.Hole);
                break;
            case MacroAperture macro:
                primitives.AddRange(macro.Primitives.Items);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(aperture));
        }

        primitives.AddRange(cuts);
        return new(NameOf(aperture), new(primitives.ToImmutable()), aperture.Attributes);
    }

    private static string NameOf(Aperture aperture) => aperture switch
    {
        CircleAperture => "Circle",
        RectangleAperture => "Rectangle",
        ObroundAperture => "Obround",
        PolygonAperture => "Polygon",
        MacroAperture macro => macro.Name,
        _ => "Macro",
    };

    private static void AddHole(ImmutableArray<MacroPrimitive>.Builder primitives, long hole)
    {
        if (hole > 0)
        {
            primitives.Add(new MacroCircle(false, hole, default, 0));
        }
    }

    private static void AddObround(ImmutableArray<MacroPrimitive>.Builder primitives, ObroundAperture obround)
    {
        var (width, height) = (obround.Width, obround.Height);
        var diameter = Math.Min(width, height);
        var (low, high) = width >= height
            ? (new Point(-(width - diameter) / 2, 0), new Point(width - diameter - (width - diameter) / 2, 0))
            : (new Point(0, -(height - diameter) / 2), new Point(0, height - diameter - (height - diameter) / 2));
        primitives.Add(new MacroCircle(true, diameter, low, 0));
        if (low != high)
        {
            primitives.Add(new MacroCircle(true, diameter, high, 0));
            primitives.Add(new MacroVectorLine(true, diameter, low, high, 0));
        }
    }

    private Aperture Make(Aperture aperture) => aperture switch
    {
        CircleAperture circle => _similarity.Scale == 1
            ? circle
            : circle with { Diameter = _similarity.Length(circle.Diameter), Hole = _similarity.Length(circle.Hole) },
        RectangleAperture rectangle when _similarity.IsRightAngle => Turn(rectangle),
        ObroundAperture obround when _similarity.IsRightAngle || obround.Width == obround.Height => Turn(obround),
        PolygonAperture polygon => Turn(polygon),
        BlockAperture block => Turn(block),
        _ => Turn(AsMacro(aperture)),
    };

    private RectangleAperture Turn(RectangleAperture rectangle)
    {
        var (width, height) = TurnSides(rectangle.Width, rectangle.Height);
        return rectangle with { Width = width, Height = height, Hole = _similarity.Length(rectangle.Hole) };
    }

    private ObroundAperture Turn(ObroundAperture obround)
    {
        var (width, height) = TurnSides(obround.Width, obround.Height);
        return obround with { Width = width, Height = height, Hole = _similarity.Length(obround.Hole) };
    }

    private PolygonAperture Turn(PolygonAperture polygon) => polygon with
    {
        OuterDiameter = _similarity.Length(polygon.OuterDiameter),
        Degrees = Angles.Normalise((_similarity.Mirrored ? 180 - polygon.Degrees : polygon.Degrees) + _similarity.Degrees),
        Hole = _similarity.Length(polygon.Hole),
    };

    private MacroAperture Turn(MacroAperture macro)
    {
        var primitives = ImmutableArray.CreateBuilder<MacroPrimitive>(macro.Primitives.Count);
        foreach (var primitive in macro.Primitives)
        {
            primitives.Add(MacroTurn.Apply(primitive, _similarity));
        }

        return macro with { Primitives = new(primitives.MoveToImmutable()) };
    }

    private BlockAperture Turn(BlockAperture block)
    {
        var transform = new ObjectTransform(_similarity, attributes => attributes);
        var objects = ImmutableArray.CreateBuilder<GraphicObject>(block.Objects.Count);
        foreach (var item in block.Objects)
        {
            transform.Apply(item, objects);
        }

        return block with { Objects = new(objects.DrainToImmutable()) };
    }

    private (long Width, long Height) TurnSides(long width, long height)
    {
        var (w, h) = (_similarity.Length(width), _similarity.Length(height));
        return _similarity.Degrees % 180 == 0 ? (w, h) : (h, w);
    }
}
