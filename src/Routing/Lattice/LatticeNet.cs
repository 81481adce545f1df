using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>A net on the lattice: its sockets, and the pieces that its copper is in.</summary>
internal sealed class LatticeNet(PlannedNet net, int[] sockets, int blocks)
{
    /// <summary>The piece that is on the bus.</summary>
    public const int Root = 0;

    // By label: an earlier label of the piece that it has become part of, or itself.
    private readonly List<int> _labels = [Root];
    private readonly Dictionary<int, int> _starts = [];

    public ushort Id { get; } = (ushort)net.Id;

    public Side Side { get; } = net.Side;

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

/// <summary>A piece of a net that is to be joined.</summary>
/// <param name="Net">Index of the net.</param>
/// <param name="Socket">Where it has no copper yet: the socket; else negative.</param>
/// <param name="States">Its copper, or where the socket may begin.</param>
internal sealed record Piece(int Net, int Label, int Socket, int[] States);

/// <summary>A branch that is to be laid again.</summary>
/// <param name="Piece">What hangs on it.</param>
/// <param name="Loose">The label of its track, see <see cref="Claim.Loose"/>.</param>
/// <param name="Label">Of the piece that it hangs on.</param>
/// <param name="States">From the piece on, both ends included.</param>
/// <param name="IsEntry">It goes on to the bus.</param>
internal sealed record Branch(Piece Piece, int Loose, int Label, int[] States, bool IsEntry);

/// <summary>A way from a piece to another of its net, or to the bus.</summary>
/// <param name="States">From the piece on.</param>
/// <param name="Label">The piece it leads to.</param>
/// <param name="Socket">A socket without copper that it leads to; negative for none.</param>
/// <param name="IsEntry">It goes on to the bus.</param>
internal sealed record LatticePath(int[] States, int Label, int Socket, bool IsEntry);
