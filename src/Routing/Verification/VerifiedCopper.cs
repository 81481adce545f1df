using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Verification;

/// <summary>The copper of a board under verification, with the nets and modules that it belongs to. Never changes: checks share it.</summary>
internal sealed class VerifiedCopper
{
    /// <summary>A joint must have this part of the track width: the rest is what drawing in chords and etching may take.</summary>
    public const double ThinnestNeck = 0.8;

    private readonly SortedSet<string>?[] _nets;

    /// <summary>Farther than this no distance is measured.</summary>
    public long Reach { get; }

    /// <exception cref="PlotLimitException">A layer is a bomb.</exception>
    public VerifiedCopper(VerificationInput input)
    {
        Input = input;
        var rules = input.Rules;
        var clearance = rules.NetClasses.Aggregate(rules.Clearance, (widest, netClass) => Math.Max(widest, netClass.Clearance));
        Reach = Math.Max(Math.Max(300_000, 5 * clearance / 2), Math.Max(rules.HoleClearance, rules.EdgeClearance) + 1);
        Zones = new(input.Zones);
        Pieces = CopperPieces.Build(input.Front, input.Back, input.Plated, input.Routed, Zones, ThinnestNeck * rules.TrackWidth, Reach);
        var routed = new RoutedCopper(RoutedBoard.Empty);
        NonPlated = [.. input.NonPlated.Hits.Select(hit => DrilledHole.Of(hit, routed, Zones))];
        Edge = new(input.Outline, input.Board);
        _nets = new SortedSet<string>?[Pieces.Items.Length];
        SocketItems = [.. input.Sockets.Select(ItemOf)];
        NameNets();
    }

    public VerificationInput Input { get; }

    public CopperPieces Pieces { get; }

    public BoardEdge Edge { get; }

    public ModuleZones Zones { get; }

    /// <summary>Holes that are not plated.</summary>
    public ImmutableArray<DrilledHole> NonPlated { get; }

    /// <summary>For each socket the copper it lies in, null where there is none.</summary>
    public ImmutableArray<int?> SocketItems { get; }

    public ref readonly CopperItem Item(int index) => ref Pieces.Items.ItemRef(index);

    /// <summary>Nets of a piece by its sockets and by what was routed to it, sorted.</summary>
    public IReadOnlyCollection<string> NetsOfPiece(int piece) => (IReadOnlyCollection<string>?)_nets[piece] ?? [];

    /// <summary>Least distance that two pieces must keep: the greatest that any of their nets asks.</summary>
    public long ClearanceOf(int pieceA, int pieceB)
    {
        var rules = Input.Rules;
        if (rules.NetClasses.IsEmpty)
        {
            return rules.Clearance;
        }

        return NetsOfPiece(pieceA).Concat(NetsOfPiece(pieceB)).Select(rules.ClearanceOf).Append(rules.Clearance).Max();
    }

    /// <summary>Nets of the pieces of two items together, sorted.</summary>
    public EquatableArray<string> NetsOf(int a, int b) =>
        new([.. NetsOfPiece(Pieces.PieceOf(a)).Union(NetsOfPiece(Pieces.PieceOf(b))).Order(StringComparer.Ordinal)]);

    public EquatableArray<string> NetsOf(int item) => NetsOf(item, item);

    /// <summary>True where both are copper of one module: what is between them is the module's own business.</summary>
    public bool WithinOneModule(int a, int b) => !Item(a).Added && Item(a).Module == Item(b).Module;

    private int? ItemOf(BoardSocket socket) => socket.Layer is { } layer
        ? Pieces.ItemAt(layer, socket.At)
        : Pieces.ItemAt(CopperLayer.Front, socket.At) ?? Pieces.ItemAt(CopperLayer.Back, socket.At);

    private void NameNets()
    {
        for (var i = 0; i < SocketItems.Length; i++)
        {
            if (SocketItems[i] is { } item)
            {
                NameNet(item, Input.Sockets[i].Net);
            }
        }

        for (var i = 0; i < Pieces.Items.Length; i++)
        {
            if (Item(i).RoutedNet is { } net)
            {
                NameNet(i, net);
            }
        }
    }

    private void NameNet(int item, string net) =>
        (_nets[Pieces.PieceOf(item)] ??= new(StringComparer.Ordinal)).Add(net);
}
