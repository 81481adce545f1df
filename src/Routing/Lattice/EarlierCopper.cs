using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>Reads the tracks of an earlier routing back onto the lattice, as far as modules leave room for them now.</summary>
internal sealed class EarlierCopper
{
    private readonly LatticeBoard _board;
    private readonly Wiring _wiring;
    private readonly ILookup<string, Track> _tracks;
    private readonly ILookup<string, Via> _vias;

    // Of the net that is read: steps that its tracks make, from either end, and states from which it goes on to its bus.
    private readonly Dictionary<int, int> _links = [];
    private readonly List<int> _entries = [];
    private readonly HashSet<int> _starts = [];

    private EarlierCopper(LatticeBoard board, Wiring wiring, RoutedBoard earlier)
    {
        (_board, _wiring) = (board, wiring);

        var bounds = board.Plan.Outline.Bounds;
        _tracks = earlier.Tracks.Where(track => track.Kind == TrackKind.Track && track.IsWithin(bounds)).ToLookup(track => track.Net);
        _vias = earlier.Vias.Where(via => bounds.Contains(via.At)).ToLookup(via => via.Net);
    }

    /// <summary>Lays it.</summary>
    /// <param name="wiring">Of an empty lattice.</param>
    public static void Lay(LatticeBoard board, Wiring wiring, IEnumerable<LatticeNet> nets, RoutedBoard earlier)
    {
        var reader = new EarlierCopper(board, wiring, earlier);
        foreach (var net in nets)
        {
            reader.Lay(net);
        }
    }

    private void Lay(LatticeNet net)
    {
        var planned = _board.Plan.Net(net.Id);
        _links.Clear();
        _entries.Clear();
        _starts.Clear();
        foreach (var socket in net.Sockets)
        {
            _starts.UnionWith(_board.StatesOf(socket));
        }

        foreach (var track in _tracks[planned.Name])
        {
            foreach (var (a, b) in track.Pieces)
            {
                ReadPiece((int)track.Layer, a, b);
            }
        }

        foreach (var at in _vias[planned.Name].Select(via => via.At))
        {
            ReadVia(net, planned, at);
        }

        _wiring.Take(net, _links, _entries);
        foreach (var socket in net.Sockets)
        {
            Place(net, planned, socket);
        }

        _wiring.PruneAll(net, _links.Keys);
        _wiring.StandInForBus(net);
    }

    /// <summary>The steps of the lattice on a level or upright piece of a track.</summary>
    private void ReadPiece(int layer, Point a, Point b)
    {
        if (a.X != b.X && a.Y != b.Y)
        {
            return;
        }

        var (from, to) = (a.X, a.Y).CompareTo((b.X, b.Y)) < 0 ? (a, b) : (b, a);
        var link = a.Y == b.Y ? 0 : 1;
        var before = -1;
        foreach (var state in _board.Grid.NodesOn(from, to).Select(node => layer * _board.Count + node))
        {
            if (before >= 0 && IsOpen(before, state, link))
            {
                Add(before, link);
                Add(state, LatticeCopper.Opposite(link));
            }

            before = state;
        }
    }

    /// <summary>True where modules leave a step to the net: a state that cannot be entered is good for nothing but as the start of a socket.</summary>
    private bool IsOpen(int a, int b, int link)
    {
        bool there = (_board.Moves[a] >> link & 1) != 0, back = (_board.Moves[b] >> LatticeCopper.Opposite(link) & 1) != 0;
        return (there || back) && (there || _starts.Contains(b)) && (back || _starts.Contains(a));
    }

    private void ReadVia(LatticeNet net, PlannedNet planned, Point at)
    {
        if (at.X == planned.BusX)
        {
            var entry = _board.Grid.Find(new(_board.Grid.X(_board.EntryColumn(net.Side)), at.Y));
            var state = (int)net.Side.TrackLayer() * _board.Count + entry;
            if (entry >= 0 && _board.IsEntryOf(net.Side, state))
            {
                _entries.Add(state);
            }
        }
        else if (_board.Grid.Find(at) is >= 0 and var node && _board.MayHaveVia(node, net.Id))
        {
            Add(node, Claim.ByVia);
            Add(node + _board.Count, Claim.ByVia);
        }
    }

    /// <summary>A socket begins where a track of its net comes from it.</summary>
    private void Place(LatticeNet net, PlannedNet planned, int socket)
    {
        for (var i = 0; i < _board.Starts[socket].Length; i++)
        {
            var state = _board.StateOf(socket, i);
            if (_links.ContainsKey(state) && IsDrawn(planned, _board.Way(socket, i)))
            {
                _wiring.PlaceAt(net, socket, state);
                return;
            }
        }
    }

    /// <summary>True where a track was drawn along a way's last piece.</summary>
    private bool IsDrawn(PlannedNet planned, Point[] way)
    {
        Point a = way[^1], b = way.Length > 1 ? way[^2] : a;
        return _tracks[planned.Name].SelectMany(track => track.Pieces)
            .Any(piece => Segments.PointToSegment(a, piece.A, piece.B) < 1 && Segments.PointToSegment(b, piece.A, piece.B) < 1);
    }

    private void Add(int state, int link) => _links[state] = _links.GetValueOrDefault(state) | 1 << link;
}
