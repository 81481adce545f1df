namespace MakeDevice.Routing.Lattice;

/// <summary>What one net has at one state of the lattice.</summary>
internal record struct Claim
{
    // Links, and towards what a parent lies: 0 to 3 the neighbours to the right, above, to the left and below.
    public const byte ByVia = 4;
    public const byte ByEntry = 5;
    public const byte Nowhere = 6;

    public const byte Via = 1 << ByVia;
    public const byte Entry = 1 << ByEntry;

    /// <summary>Links to other states.</summary>
    public const byte ToStates = Entry - 1;

    /// <summary>For <see cref="Label"/>: of the first of the branches that are to be laid again; the others' are below.</summary>
    public const int Loose = -2;

    /// <summary>The next claim at the state; 0 for none.</summary>
    public int Next;

    /// <summary>The piece of its net that it belongs to.</summary>
    public int Label;

    /// <summary>Where a track could come to a socket without copper: the socket; else negative.</summary>
    public int Socket;

    public ushort Net;

    /// <summary>Where tracks go on from here, a bit each.</summary>
    public byte Links;

    /// <summary>Which of the links leads to the bus, or to the top of a piece that is not on the bus.</summary>
    public byte Parent;

    /// <summary>Vias of the net that are so near that others' tracks keep away.</summary>
    public byte NearVias;

    /// <summary>Sockets that begin here.</summary>
    public byte Sockets;

    public readonly bool IsTrack => (Links | Sockets) != 0;

    /// <summary>Others' tracks keep away.</summary>
    public readonly bool KeepsOthersAway => (Links | Sockets | NearVias) != 0;

    public readonly bool IsEmpty => (Links | Sockets | NearVias) == 0 && Socket < 0;
}
