using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// A module's copper as shapes, each with the socket whose copper it is part of. Connectivity is followed from the sockets
/// through touching shapes and plated holes, never from net names, which a module need not carry.
/// </summary>
internal sealed class ModuleCopper
{
    /// <summary>Copper this deep inside a zone cannot be met by anything outside it, whatever the rules; nanometres.</summary>
    private const long Depth = 1_500_000;

    private ModuleCopper(ImmutableArray<Shape> all, ImmutableArray<Shape> holes, ImmutableArray<(CopperLayer Layer, Shape Shape, int Socket)> reachable)
    {
        (All, Holes, Reachable) = (all, holes, reachable);
        Extent = all.Concat(holes).Aggregate(Box.Empty, (box, shape) => box.Union(shape.Bounds));
    }

    /// <summary>All its copper, of either layer.</summary>
    public ImmutableArray<Shape> All { get; }

    /// <summary>What its drills take away, plated or not.</summary>
    public ImmutableArray<Shape> Holes { get; }

    /// <summary>What its copper and its holes fit into; empty where it has none.</summary>
    public Box Extent { get; }

    /// <summary>Shapes near a zone's border or outside every zone; socket -1 where the copper belongs to none.</summary>
    public ImmutableArray<(CopperLayer Layer, Shape Shape, int Socket)> Reachable { get; }

    public static ModuleCopper Of(ModulePackage package)
    {
        var shapes = new List<(CopperLayer Layer, Shape Shape)>();
        Add(shapes, CopperLayer.Front, package, ModuleLayer.FrontCopper);
        Add(shapes, CopperLayer.Back, package, ModuleLayer.BackCopper);
        var owner = Owners(package, shapes);
        var reachable = ImmutableArray.CreateBuilder<(CopperLayer, Shape, int)>();
        for (var i = 0; i < shapes.Count; i++)
        {
            if (!package.Zones.Any(zone => IsDeepInside(shapes[i].Shape.Bounds, zone)))
            {
                reachable.Add((shapes[i].Layer, shapes[i].Shape, owner[i]));
            }
        }

        return new([.. shapes.Select(shape => shape.Shape)], [.. package.Plated.Hits.Concat(package.NonPlated.Hits).Select(Hole)], reachable.ToImmutable());
    }

    private static void Add(List<(CopperLayer Layer, Shape Shape)> shapes, CopperLayer side, ModulePackage package, ModuleLayer layer)
    {
        if (package.Layers.TryGetValue(layer, out var gerber))
        {
            foreach (var shape in LayerPlot.Copper(gerber))
            {
                shapes.Add((side, shape.Shape));
            }
        }
    }

    private static bool IsDeepInside(Box box, Box zone) =>
        zone.Inflate(-Depth) is { IsEmpty: false } core && core.Contains(new(box.Left, box.Bottom)) && core.Contains(new(box.Right, box.Top));

    private static int[] Owners(ModulePackage package, List<(CopperLayer Layer, Shape Shape)> shapes)
    {
        var owner = new int[shapes.Count];
        Array.Fill(owner, -1);
        var holes = package.Plated.Hits.Select(Hole).ToArray();
        var holeTaken = new bool[holes.Length];
        var frontier = new Queue<(CopperLayer? Layer, Shape Shape, int Socket)>();
        for (var i = 0; i < package.Sockets.Length; i++)
        {
            frontier.Enqueue((package.Sockets[i].Layer, new Capsule(package.Sockets[i].At, package.Sockets[i].At, 0), i));
        }

        while (frontier.TryDequeue(out var from))
        {
            for (var i = 0; i < shapes.Count; i++)
            {
                if (owner[i] < 0 && (from.Layer is null || shapes[i].Layer == from.Layer) && Touch(from.Shape, shapes[i].Shape))
                {
                    owner[i] = from.Socket;
                    frontier.Enqueue((shapes[i].Layer, shapes[i].Shape, from.Socket));
                }
            }

            for (var i = 0; i < holes.Length && from.Layer is not null; i++)
            {
                if (!holeTaken[i] && Touch(from.Shape, holes[i]))
                {
                    holeTaken[i] = true;
                    frontier.Enqueue((null, holes[i], from.Socket));
                }
            }
        }

        return owner;
    }

    private static bool Touch(Shape a, Shape b) => a.Bounds.Intersects(b.Bounds) && Shapes.Distance(a, b) <= 0;

    /// <summary>What a drill hit takes away: a disc, or a slot as long as its tool's way.</summary>
    private static Shape Hole(DrillHit hit) => hit switch
    {
        DrillSlot slot => new Capsule(slot.From, slot.To, slot.Diameter / 2),
        DrillHole hole => new Capsule(hole.At, hole.At, hole.Diameter / 2),
        _ => throw new InvalidOperationException("unknown drill hit"),
    };
}
