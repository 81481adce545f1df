using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>A net on the lattice: its sockets, and the pieces that its copper is in.</summary>
internal sealed class LatticeNet(PlannedNet net, int[] sockets, int blocks)
{
    /// <summary>The piece that is on the bus, or stands in for it.</summary>
    public const int Root = 0;

    // By label: the piece, which is called by the first of its labels.
    private readonly DisjointSets _pieces = new(Root + 1);
    private readonly Dictionary<int, int> _starts = [];

    // By label of a piece whose branch is being laid again: the label of what it hangs on.
    private readonly Dictionary<int, int> _hangsOn = [];

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

    public int NewPiece() => _pieces.Add();

    /// <summary>The piece that a label belongs to now.</summary>
    public int PieceOf(int label) => _pieces.Find(label);

    /// <summary>Makes two pieces one.</summary>
    public void Join(int a, int b) => _pieces.Join(a, b);

    /// <summary>Says what a piece hangs on whose branch is being laid again.</summary>
    public void Hang(int label, int on) => _hangsOn[label] = on;

    /// <summary>What such a piece hangs on.</summary>
    public int HungOn(int label) => _hangsOn[label];

    /// <summary>True where a piece hangs on another, perhaps by way of others.</summary>
    public bool HangsOn(int label, int other)
    {
        var piece = PieceOf(label);
        while (piece != other && _hangsOn.TryGetValue(piece, out var next))
        {
            piece = PieceOf(next);
        }

        return piece == other;
    }

    /// <summary>Makes the pieces that hang on others one with them.</summary>
    public void JoinHanging()
    {
        foreach (var (label, on) in _hangsOn)
        {
            Join(label, on);
        }

        _hangsOn.Clear();
    }
}
