using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>A net on the lattice: its sockets, and the pieces that its copper is in.</summary>
internal sealed class LatticeNet(PlannedNet net, int[] sockets, int blocks)
{
    /// <summary>The piece that is on the bus, or stands in for it.</summary>
    public const int Root = 0;

    // By label: an earlier label of the piece that it has become part of, or itself.
    private readonly List<int> _labels = [Root];
    private readonly Dictionary<int, int> _starts = [];

    public ushort Id { get; } = (ushort)net.Id;

    public Side Side { get; } = net.Side;

    /// <summary>A piece of the net stands in for its bus, which is of no use then: what is on it would not be joined to that piece.</summary>
    public bool IsOffBus { get; set; }

    /// <summary>Indices into the plan's sockets.</summary>
    public int[] Sockets { get; } = sockets;

    /// <summary>By block: states there where the net has a track, or a socket without copper may be joined.</summary>
    public ushort[] InBlock { get; } = new ushort[blocks];

    /// <summary>States at the top of pieces that may not be on the bus.</summary>
    public List<int> Tops { get; } = [];

    /// <summary>Sockets without copper.</summary>
    public SortedSet<int> Lone { get; } = [.. sockets];

    /// <summary>The start that a socket uses; negative for none.</summary>
    public int StartOf(int socket) => _starts.GetValueOrDefault(socket, -1);

    public void Place(int socket, int start)
    {
        _starts[socket] = start;
        Lone.Remove(socket);
    }

    public void Unplace(int socket)
    {
        _starts.Remove(socket);
        Lone.Add(socket);
    }

    public int NewPiece()
    {
        _labels.Add(_labels.Count);
        return _labels.Count - 1;
    }

    /// <summary>The piece that a label belongs to now.</summary>
    public int PieceOf(int label)
    {
        while (_labels[label] != label)
        {
            label = _labels[label];
        }

        return label;
    }

    /// <summary>Makes two pieces one.</summary>
    public void Join(int a, int b)
    {
        var (less, more) = PieceOf(a) < PieceOf(b) ? (PieceOf(a), PieceOf(b)) : (PieceOf(b), PieceOf(a));
        _labels[more] = less;
    }

    /// <summary>Makes every label lead to its piece at once.</summary>
    public void Flatten()
    {
        for (var label = 0; label < _labels.Count; label++)
        {
            _labels[label] = _labels[_labels[label]];
        }
    }
}
