using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Verification;

/// <summary>Sockets against pieces: opens, shorts, sockets without copper, and routed copper that meets what is not of its net.</summary>
internal static class ConnectivityCheck
{
    public static IEnumerable<Finding> Run(VerifiedCopper copper) =>
        [.. SocketsWithoutCopper(copper), .. Opens(copper), .. Shorts(copper), .. ForeignCopper(copper), .. ThinJoints(copper), .. MissingTracks(copper)];

    private static IEnumerable<Finding> SocketsWithoutCopper(VerifiedCopper copper)
    {
        for (var i = 0; i < copper.SocketItems.Length; i++)
        {
            if (copper.SocketItems[i] is null)
            {
                var socket = copper.Input.Sockets[i];
                yield return new(
                    FindingKind.SocketWithoutCopper, Severity.Error, socket.Layer, socket.At, [socket.Net], null, null,
                    $"Socket {socket.Name} has no copper.");
            }
        }
    }

    /// <summary>Ids of the sockets that lie apart from most of their net, ascending.</summary>
    public static IEnumerable<int> OpenSockets(VerifiedCopper copper) =>
        SocketsByNet(copper).SelectMany(net => Pieces(copper, net).Skip(1)).SelectMany(piece => piece).Select(i => copper.Input.Sockets[i].Id).Order();

    /// <summary>The piece with the most sockets that routing claims to have joined is the net; each other piece with such a socket is an open.</summary>
    private static IEnumerable<Finding> Opens(VerifiedCopper copper)
    {
        foreach (var net in SocketsByNet(copper))
        {
            var pieces = Pieces(copper, net);
            foreach (var piece in pieces.Skip(1))
            {
                var claimed = piece.Any(i => IsClaimed(copper, i));
                var first = copper.Input.Sockets[piece.First()];
                yield return claimed
                    ? new(
                        FindingKind.Open, Severity.Error, first.Layer, first.At, [net.Key], null, null,
                        $"Net {net.Key} lies in {pieces.Count} pieces; {piece.Count()} of its {net.Count()} sockets are apart from the rest here.")
                    : new(
                        FindingKind.Unconnected, Severity.Warning, first.Layer, first.At, [net.Key], null, null,
                        $"Net {net.Key}: socket {first.Name} could not be routed.");
            }
        }
    }

    /// <summary>One finding for each place where nets meet; the first net that meets others there names it.</summary>
    private static IEnumerable<Finding> Shorts(VerifiedCopper copper)
    {
        foreach (var piece in PiecesOf(copper, Enumerable.Range(0, copper.Pieces.Items.Length)))
        {
            var nets = copper.NetsOfPiece(piece);
            var places = new HashSet<(CopperLayer?, Point)>();
            foreach (var net in nets.Count < 2 ? [] : nets)
            {
                var (layer, at) = ShortLocator.Locate(copper, piece, net);
                if (places.Add((layer, at)) && (nets.Count > 2 || places.Count == 1))
                {
                    yield return new(
                        FindingKind.Short, Severity.Error, layer, at, new([.. nets]), null, null,
                        $"Nets {string.Join(", ", nets)} are one piece of copper; {net} meets the others here.");
                }
            }
        }
    }

    /// <summary>
    /// Module copper without a socket belongs to nets inside the module, and routing may not touch it: a module's piece that
    /// a track joins must hold a socket of that track's net.
    /// </summary>
    private static IEnumerable<Finding> ForeignCopper(VerifiedCopper copper)
    {
        var pieces = copper.Pieces;
        var addedPieces = PiecesOf(copper, Enumerable.Range(0, pieces.Items.Length).Where(i => copper.Item(i).Added)).ToHashSet();
        var withSocket = copper.SocketItems.OfType<int>().Where(item => !copper.Item(item).Added).Select(pieces.ModulePieceOf).ToHashSet();
        var seen = new HashSet<int>();
        for (var i = 0; i < pieces.Items.Length; i++)
        {
            if (!copper.Item(i).Added && addedPieces.Contains(pieces.PieceOf(i)) && !withSocket.Contains(pieces.ModulePieceOf(i)) && seen.Add(pieces.ModulePieceOf(i)))
            {
                var (layer, at) = RoutedContact(copper, pieces.ModulePieceOf(i));
                yield return new(
                    FindingKind.ForeignCopper, Severity.Error, layer, at, copper.NetsOf(i), null, null,
                    $"Routed copper of {string.Join(", ", copper.NetsOf(i).DefaultIfEmpty("no net"))} meets module copper that has no socket of it.");
            }
        }
    }

    /// <summary>Where routing meets a module's piece: on a layer, else at the hole that joins them.</summary>
    private static (CopperLayer? Layer, Point At) RoutedContact(VerifiedCopper copper, int modulePiece)
    {
        var pieces = copper.Pieces;
        var near = new List<int>();
        for (var i = 0; i < pieces.Items.Length; i++)
        {
            ref readonly var item = ref copper.Item(i);
            if (item.Added && pieces.PieceOf(i) == pieces.PieceOf(modulePiece))
            {
                pieces.Candidates(item.Layer, item.Bounds, near);
                foreach (var other in near)
                {
                    if (!copper.Item(other).Added && pieces.ModulePieceOf(other) == modulePiece && item.DistanceTo(copper.Item(other), CopperPieces.Touch) < CopperPieces.Touch)
                    {
                        return (item.Layer, Contact.Between(item, copper.Item(other)));
                    }
                }
            }
        }

        return (null, HoleContact(copper, modulePiece) ?? copper.Item(modulePiece).Anchor);
    }

    private static Point? HoleContact(VerifiedCopper copper, int modulePiece)
    {
        var near = new List<int>();
        foreach (var hole in copper.Pieces.Holes)
        {
            foreach (var layer in Enum.GetValues<CopperLayer>())
            {
                copper.Pieces.Candidates(layer, hole.Shape.Bounds, near);
                if (hole.Added && near.Exists(i => !copper.Item(i).Added && copper.Pieces.ModulePieceOf(i) == modulePiece
                    && copper.Item(i).DistanceTo(hole.Shape, CopperPieces.Touch) < CopperPieces.Touch))
                {
                    return hole.Shape.A;
                }
            }
        }

        return null;
    }

    /// <summary>Where nets are shorted a joint is too much and not too little.</summary>
    private static IEnumerable<Finding> ThinJoints(VerifiedCopper copper) =>
        from joint in copper.Pieces.ThinJoints
        where copper.NetsOf(joint.A).Count < 2
        select new Finding(
            FindingKind.ThinJoint, Severity.Warning, copper.Item(joint.A).Layer, Contact.Between(copper.Item(joint.A), copper.Item(joint.B)),
            copper.NetsOf(joint.A), joint.Neck, VerifiedCopper.ThinnestNeck * copper.Input.Rules.TrackWidth,
            "Copper hangs together only by a joint thinner than a track may be.");

    private static IEnumerable<Finding> MissingTracks(VerifiedCopper copper) =>
        from missing in new RoutedCopper(copper.Input.Routed).Missing(copper.Input.Front, copper.Input.Back)
        select new Finding(
            FindingKind.MissingTrack, Severity.Error, missing.Layer, missing.At, [missing.Net], null, null,
            $"A track or via of {missing.Net} is not in the final copper.");

    /// <summary>The pieces that a net's sockets lie in, the one that counts as the net first.</summary>
    private static List<IGrouping<int, int>> Pieces(VerifiedCopper copper, IEnumerable<int> sockets) =>
    [
        .. sockets
            .Where(i => copper.SocketItems[i] is not null)
            .GroupBy(i => copper.Pieces.PieceOf(copper.SocketItems[i]!.Value))
            .OrderByDescending(piece => piece.Count(i => IsClaimed(copper, i)))
            .ThenByDescending(piece => piece.Count())
            .ThenBy(piece => piece.Min()),
    ];

    private static bool IsClaimed(VerifiedCopper copper, int socket) => !copper.Input.Routed.Unconnected.Contains(copper.Input.Sockets[socket].Id);

    private static IEnumerable<IGrouping<string, int>> SocketsByNet(VerifiedCopper copper) =>
        Enumerable.Range(0, copper.Input.Sockets.Length)
            .GroupBy(i => copper.Input.Sockets[i].Net)
            .OrderBy(net => net.Key, StringComparer.Ordinal);

    private static IEnumerable<int> PiecesOf(VerifiedCopper copper, IEnumerable<int> items) => items.Select(copper.Pieces.PieceOf).Distinct();
}
