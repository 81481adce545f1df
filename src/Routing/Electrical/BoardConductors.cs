using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Electrical;

/// <summary>
/// The copper of those pieces that hold sockets, as conductors in one network: what touches is joined, plated holes join the layers by the resistance of their wall. And
/// what tracks of other pieces beside them add to their capacitance.
/// </summary>
internal sealed class BoardConductors
{
    private readonly VerifiedCopper _copper;
    private readonly CopperPhysics _physics;
    private readonly CopperCapacitance _capacitance;
    private readonly HashSet<int> _pieces;
    private readonly ImmutableArray<Conductor>[] _ofItem;
    private readonly Capsule?[] _strokes;
    private readonly Dictionary<int, double> _beside = [];
    private readonly HashSet<long> _met = [];
    private readonly ILookup<int, int> _itemsOfPiece;

    public BoardConductors(VerifiedCopper copper, ElectricalRules rules)
    {
        (_copper, _physics, _capacitance) = (copper, new(rules), new(rules));
        _itemsOfPiece = Enumerable.Range(0, copper.Pieces.Items.Length).ToLookup(copper.Pieces.PieceOf);
        _pieces = [.. copper.SocketItems.OfType<int>().Select(copper.Pieces.PieceOf)];
        _ofItem = [.. Enumerable.Range(0, copper.Pieces.Items.Length).Select(Conductors)];
        _strokes = [.. Enumerable.Range(0, copper.Pieces.Items.Length).Select(StrokeOf)];
        JoinWithinItems();
        foreach (var grid in copper.Pieces.Grids)
        {
            var visitor = new Meeting(this);
            grid.VisitPairs(ref visitor, copper.Reach);
        }

        JoinPlates();
        JoinLayers();
    }

    public ResistorNetwork Network { get; } = new();

    /// <summary>The node of a socket; null where it lies in no copper.</summary>
    public int? NodeOf(int socket)
    {
        if (_copper.SocketItems[socket] is not { } item)
        {
            return null;
        }

        var at = _copper.Input.Sockets[socket].At;
        return _ofItem[item].OrderBy(conductor => Shapes.DistanceToPoint(conductor.Shape, at)).Select(conductor => conductor.NodeAt(at)).FirstOrDefault(node => node is not null);
    }

    /// <summary>Adds the resistors of strokes. Sockets and all that touches must have been asked for: each is a place on its stroke.</summary>
    public void Close()
    {
        var strokes = _ofItem.SelectMany(all => all).Where(conductor => conductor.Axis is not null).ToList();

        // A stroke is covered by wider ones and, of equals, by later ones: what they take over is known before their turn comes.
        foreach (var stroke in strokes.OrderBy(stroke => stroke.Axis!.Radius))
        {
            stroke.CloseCovered();
        }

        foreach (var stroke in strokes)
        {
            stroke.AddResistors(_physics);
        }
    }

    /// <summary>The estimated capacitance of a piece, farads: to the other layer, and to tracks beside it.</summary>
    public double CapacitanceOf(int piece)
    {
        var sum = _beside.GetValueOrDefault(piece);
        foreach (var conductor in _itemsOfPiece[piece].SelectMany(item => _ofItem[item]))
        {
            sum += conductor.Axis is { } axis ? conductor.Length * 1e-9 * _capacitance.Microstrip(2.0 * axis.Radius) : _capacitance.Area(conductor.Area);
        }

        return sum;
    }

    private ImmutableArray<Conductor> Conductors(int index)
    {
        if (!_pieces.Contains(_copper.Pieces.PieceOf(index)))
        {
            return [];
        }

        var item = _copper.Item(index);
        var conductors = ImmutableArray.CreateBuilder<Conductor>(item.Shapes.Length);
        foreach (var plotted in item.Shapes.Span)
        {
            conductors.Add(new(plotted.Shape, item.Layer, plotted.Source is Flash, _physics, Network));
        }

        return conductors.MoveToImmutable();
    }

    private void JoinWithinItems()
    {
        foreach (var conductors in _ofItem)
        {
            for (var i = 1; i < conductors.Length; i++)
            {
                for (var k = 0; k < i; k++)
                {
                    JoinIfTouching(conductors[k], conductors[i]);
                }
            }
        }
    }

    /// <summary>Areas touch what lies within them, too, which no border tells: as nothing of it comes to the border, one point decides.</summary>
    private void JoinPlates()
    {
        foreach (var plate in Enumerable.Range(0, _ofItem.Length).Where(i => _ofItem[i].Any(conductor => conductor.IsPlate)))
        {
            var (layer, piece) = (_copper.Item(plate).Layer, _copper.Pieces.PieceOf(plate));
            foreach (var other in _itemsOfPiece[piece].Where(other => other != plate && _copper.Item(other).Layer == layer && !_met.Contains(Pair(plate, other))))
            {
                if (_copper.Item(plate).Contains(_copper.Item(other).Anchor) || _copper.Item(other).Contains(_copper.Item(plate).Anchor))
                {
                    _met.Add(Pair(plate, other));
                    JoinItems(plate, other);
                }
            }
        }
    }

    private void JoinItems(int a, int b)
    {
        foreach (var one in _ofItem[Math.Min(a, b)])
        {
            foreach (var other in _ofItem[Math.Max(a, b)])
            {
                JoinIfTouching(one, other);
            }
        }
    }

    private static void JoinIfTouching(Conductor a, Conductor b)
    {
        if (Shapes.Distance(a.Shape, b.Shape, CopperPieces.Touch) < CopperPieces.Touch)
        {
            a.Join(b);
        }
    }

    /// <summary>A hole's wall lies between what it meets on both layers.</summary>
    private void JoinLayers()
    {
        var near = new List<int>();
        for (var i = 0; i < _copper.Pieces.Holes.Length; i++)
        {
            if (!_pieces.Contains(_copper.Pieces.PieceOfHole(i)))
            {
                continue;
            }

            var hole = _copper.Pieces.Holes[i].Shape;
            var ends = new[] { CopperLayer.Front, CopperLayer.Back }.Select(layer => MeetHole(hole, layer, near)).ToArray();
            if (ends[0] is { } front && ends[1] is { } back)
            {
                var perimeter = Math.Tau * hole.Radius + 2 * hole.A.DistanceTo(hole.B);
                var length = _copper.Input.Rules.Electrical.BoardThickness;
                Network.Add(new(front, back, _physics.Barrel(perimeter), length, perimeter, _physics.BarrelLimit(perimeter), hole.Bounds.Center, null));
            }
        }
    }

    /// <summary>The node of a hole's end: all that it meets on a layer; null where that is nothing.</summary>
    private int? MeetHole(Capsule hole, CopperLayer layer, List<int> near)
    {
        int? end = null;
        _copper.Pieces.Candidates(layer, hole.Bounds, near);
        foreach (var conductor in near.Distinct().Order().SelectMany(index => _ofItem[index]))
        {
            if (Shapes.Distance(conductor.Shape, hole, CopperPieces.Touch) >= CopperPieces.Touch)
            {
                continue;
            }

            foreach (var node in conductor.IsPlate ? AroundHole(hole).Select(conductor.NodeAt).OfType<int>() : [conductor.NodeAt(hole.Bounds.Center)!.Value])
            {
                end ??= node;
                Network.Join(end.Value, node);
            }
        }

        return end;
    }

    /// <summary>Points just outside a hole's wall, and its middle.</summary>
    private static IEnumerable<Point> AroundHole(Capsule hole)
    {
        const int directions = 8;
        const double outside = 30_000;
        yield return hole.Bounds.Center;
        for (var i = 0; i < directions; i++)
        {
            var angle = Math.Tau * i / directions;
            var reach = new Point((long)((hole.Radius + outside) * Math.Cos(angle)), (long)((hole.Radius + outside) * Math.Sin(angle)));
            yield return hole.A + reach;
            yield return hole.B + reach;
        }
    }

    private static long Pair(int a, int b) => ((long)Math.Min(a, b) << 32) | (long)Math.Max(a, b);

    /// <summary>What is of one piece may touch, strokes of two run beside each other.</summary>
    private bool Wants(int a, int b)
    {
        int one = _copper.Pieces.PieceOf(a), other = _copper.Pieces.PieceOf(b);
        return (one == other ? _pieces.Contains(one) : _strokes[a] is not null && _strokes[b] is not null && (_pieces.Contains(one) || _pieces.Contains(other)))
            && !_met.Contains(Pair(a, b));
    }

    private void Meet(int a, int b, double distance)
    {
        if (_copper.Pieces.PieceOf(a) == _copper.Pieces.PieceOf(b))
        {
            if (distance < CopperPieces.Touch && _met.Add(Pair(a, b)))
            {
                JoinItems(a, b);
            }
        }
        else if (_met.Add(Pair(a, b)))
        {
            AddBeside(a, b);
        }
    }

    /// <summary>As much capacitance as two strokes run beside each other.</summary>
    private void AddBeside(int a, int b)
    {
        Capsule one = _strokes[a]!, other = _strokes[b]!;
        double dx = one.B.X - one.A.X, dy = one.B.Y - one.A.Y, ex = other.B.X - other.A.X, ey = other.B.Y - other.A.Y;
        double length = Math.Sqrt(dx * dx + dy * dy), cosine = Math.Abs(dx * ex + dy * ey) / (length * Math.Sqrt(ex * ex + ey * ey));
        double from = Conductor.AlongOf(one, other.A), to = Conductor.AlongOf(one, other.B), middle = (from + to) / 2 / length;
        var at = new Point(one.A.X + (long)(dx * middle), one.A.Y + (long)(dy * middle));
        var gap = Segments.PointToSegment(at, other.A, other.B) - one.Radius - other.Radius;
        if (gap > CopperPieces.Touch && gap < _copper.Reach)
        {
            var added = Math.Abs(to - from) * 1e-9 * cosine * _capacitance.Coplanar(gap, 2.0 * one.Radius, 2.0 * other.Radius);
            foreach (var piece in new[] { _copper.Pieces.PieceOf(a), _copper.Pieces.PieceOf(b) })
            {
                _beside[piece] = _beside.GetValueOrDefault(piece) + added;
            }
        }
    }

    private Capsule? StrokeOf(int item) =>
        _copper.Item(item).Shapes is { Length: 1 } shapes && shapes.Span[0].Shape is Capsule { Radius: > 0 } stroke && stroke.A != stroke.B ? stroke : null;

    private readonly struct Meeting(BoardConductors conductors) : CopperGrid.IPairVisitor
    {
        public bool Wants(int a, int b) => conductors.Wants(a, b);

        public void Meet(int a, int b, double distance) => conductors.Meet(a, b, distance);
    }
}
