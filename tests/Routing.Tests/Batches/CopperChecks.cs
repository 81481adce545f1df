using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Batches;

/// <summary>A brute-force check of routed copper, written from the rules alone.</summary>
internal static class CopperChecks
{
    public static List<string> Faults(PlacedBoard board, RoutedBoard routed)
    {
        var faults = new List<string>();
        var pieces = Pieces(routed);
        CheckClearance(board, pieces, faults);
        CheckZones(board, pieces, faults);
        CheckHoles(board, routed, faults);
        CheckNets(board, routed, pieces, faults);
        return faults;
    }

    private sealed record Piece(string Net, CopperLayer Layer, Capsule Shape, bool IsVia)
    {
        public Box Bounds { get; } = Shape.Bounds;
    }

    /// <summary>From left to right: those that a piece can touch begin before it ends.</summary>
    private static List<Piece> Pieces(RoutedBoard routed)
    {
        var pieces = new List<Piece>();
        foreach (var track in routed.Tracks)
        {
            for (var i = 1; i < track.Points.Count; i++)
            {
                pieces.Add(new(track.Net, track.Layer, new(track.Points[i - 1], track.Points[i], track.Width / 2), false));
            }
        }

        foreach (var via in routed.Vias)
        {
            pieces.Add(new(via.Net, CopperLayer.Front, new(via.At, via.At, via.Diameter / 2), true));
            pieces.Add(new(via.Net, CopperLayer.Back, new(via.At, via.At, via.Diameter / 2), true));
        }

        return [.. pieces.OrderBy(piece => piece.Bounds.Left)];
    }

    private static void CheckClearance(PlacedBoard board, List<Piece> pieces, List<string> faults)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            var near = pieces[i].Bounds.Inflate(board.Rules.Clearance);
            for (var k = i + 1; k < pieces.Count && pieces[k].Bounds.Left <= near.Right; k++)
            {
                if (pieces[i].Layer == pieces[k].Layer && near.Intersects(pieces[k].Bounds) && pieces[i].Net != pieces[k].Net
                    && Shapes.Distance(pieces[i].Shape, pieces[k].Shape) is var gap && gap < board.Rules.Clearance - 2)
                {
                    faults.Add($"{pieces[i].Net} and {pieces[k].Net} are {gap:f0} nm apart on {pieces[i].Layer} at {pieces[i].Shape.A}");
                }
            }

            foreach (var socket in board.Sockets)
            {
                if (socket.Net != pieces[i].Net && socket.Layer == pieces[i].Layer && near.Contains(socket.At)
                    && Shapes.DistanceToPoint(pieces[i].Shape, socket.At) < board.Rules.Clearance - 2)
                {
                    faults.Add($"{pieces[i].Net} passes socket {socket.Name} at {socket.At}");
                }
            }

            var box = board.Project.Board.Bounds.Inflate(-(board.Rules.EdgeClearance - 1));
            var bounds = pieces[i].Bounds;
            if (!box.Contains(new(bounds.Left, bounds.Bottom)) || !box.Contains(new(bounds.Right, bounds.Top)))
            {
                faults.Add($"{pieces[i].Net} is too near the edge at {pieces[i].Shape.A}");
            }
        }
    }

    private static void CheckZones(PlacedBoard board, List<Piece> pieces, List<string> faults)
    {
        foreach (var zone in board.Zones)
        {
            var own = board.Sockets.Where(socket => socket.Module == zone.Module).Select(socket => socket.At).ToHashSet();
            var polygon = new Polygon(zone.Corners.Items);
            foreach (var piece in pieces)
            {
                if (piece.IsVia || own.Contains(piece.Shape.A) || own.Contains(piece.Shape.B) || !polygon.Bounds.Intersects(piece.Bounds))
                {
                    continue;
                }

                if (Shapes.Distance(polygon, new Capsule(piece.Shape.A, piece.Shape.B, 0)) < piece.Shape.Radius - 2)
                {
                    faults.Add($"{piece.Net} runs inside the zone of module {zone.Module} at {piece.Shape.A}-{piece.Shape.B}");
                }
            }
        }
    }

    private static void CheckHoles(PlacedBoard board, RoutedBoard routed, List<string> faults)
    {
        for (var i = 0; i < routed.Vias.Length; i++)
        {
            for (var k = i + 1; k < routed.Vias.Length; k++)
            {
                if (routed.Vias[i].At.DistanceTo(routed.Vias[k].At) < routed.Vias[i].Hole + board.Rules.HoleToHole - 2)
                {
                    faults.Add($"holes at {routed.Vias[i].At} and {routed.Vias[k].At} are too near");
                }
            }
        }
    }

    private static void CheckNets(PlacedBoard board, RoutedBoard routed, List<Piece> pieces, List<string> faults)
    {
        var open = routed.Unconnected.ToHashSet();
        foreach (var net in board.Sockets.GroupBy(socket => socket.Net).Where(net => net.Count() > 1))
        {
            var own = pieces.Where(piece => piece.Net == net.Key).ToList();
            var group = Enumerable.Range(0, own.Count).ToArray();
            int Find(int i) => group[i] == i ? i : group[i] = Find(group[i]);
            for (var i = 0; i < own.Count; i++)
            {
                for (var k = i + 1; k < own.Count && own[k].Bounds.Left <= own[i].Bounds.Right; k++)
                {
                    var joined = own[i].Layer == own[k].Layer ? Shapes.Distance(own[i].Shape, own[k].Shape) <= 0 : own[i].IsVia && own[k].IsVia && own[i].Shape.A == own[k].Shape.A;
                    if (joined)
                    {
                        group[Find(i)] = Find(k);
                    }
                }
            }

            var roots = new HashSet<int>();
            foreach (var socket in net.Where(socket => !open.Contains(socket.Id)))
            {
                var piece = own.FindIndex(p => p.Layer == socket.Layer && Shapes.Contains(p.Shape, socket.At));
                if (piece < 0)
                {
                    faults.Add($"socket {socket.Id} of {net.Key} is reached by no copper");
                }
                else
                {
                    roots.Add(Find(piece));
                }
            }

            if (roots.Count > 1)
            {
                faults.Add($"net {net.Key} is in {roots.Count} pieces");
            }
        }
    }
}
