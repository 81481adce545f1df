using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// Makes the names that modules bring unambiguous on the board. A module's net that one of its sockets joins to a board net takes that
/// net's name; every other net of the n-th module is <c>Mn:name</c>. References become those of <see cref="ReferenceMap"/>.
/// </summary>
internal sealed class BoardNaming
{
    /// <summary>Says "not connected to anything" in .N (specification 5.6.15): no name, so never renamed.</summary>
    private const string NotConnected = "N/C";

    // A board is immutable; its artifacts are made apart from each other and share this.
    private static readonly ConditionalWeakTable<PlacedBoard, BoardNaming> Known = [];

    private readonly Dictionary<int, Dictionary<string, string>> _nets = [];
    private readonly string _prefix;

    private BoardNaming(PlacedBoard board)
    {
        References = ReferenceMap.Of(board.Modules);
        _prefix = FreePrefix(board.Sockets);
        var sockets = board.Sockets.ToLookup(socket => socket.Module);
        foreach (var module in board.Modules)
        {
            _nets[module.Index] = JoinedNets(module, sockets[module.Index]);
        }
    }

    public ReferenceMap References { get; }

    public static BoardNaming Of(PlacedBoard board) => Known.GetValue(board, static b => new(b));

    /// <summary>The board's name for a net of a module.</summary>
    public string Net(int module, string local)
    {
        if (local.Length == 0 || local == NotConnected)
        {
            return local;
        }

        return _nets[module].TryGetValue(local, out var joined)
            ? joined
            : string.Create(CultureInfo.InvariantCulture, $"{_prefix}{module + 1}:{local}");
    }

    /// <summary>The attribute as it stands on the board; null where it would be wrong there.</summary>
    public GerberAttribute? Rename(PlacedModule module, GerberAttribute attribute) => attribute.Name switch
    {
        ".N" => attribute with { Values = [.. attribute.Values.Select(net => Net(module.Index, net))] },
        ".P" or ".C" when attribute.Values.Length > 0 =>
            attribute with { Values = attribute.Values.SetItem(0, References.Of(module.Index, attribute.Values[0])) },
        // A component's rotation is no longer true once its module is turned.
        ".CRot" when module.Instance.Placement.Degrees != 0 => null,
        _ => attribute,
    };

    private static Dictionary<string, string> JoinedNets(PlacedModule module, IEnumerable<BoardSocket> sockets)
    {
        var joined = new Dictionary<string, string>(StringComparer.Ordinal);
        var local = SocketNets.Of(module.Package);
        var byName = sockets.ToLookup(socket => (socket.Name, socket.At));
        for (var i = 0; i < local.Length; i++)
        {
            var socket = module.Package.Sockets[i];
            if (local[i] is { } net && byName[(socket.Name, module.Instance.Placement.Apply(socket.At))].FirstOrDefault() is { } onBoard)
            {
                joined.TryAdd(net, onBoard.Net);
            }
        }

        return joined;
    }

    /// <summary>Board nets are named by sockets, whose names anyone may choose: none may look like a module's net.</summary>
    private static string FreePrefix(ImmutableArray<BoardSocket> sockets)
    {
        var prefix = "M";
        while (sockets.Any(socket => socket.Net.StartsWith(prefix, StringComparison.Ordinal) && socket.Net.Contains(':', StringComparison.Ordinal)))
        {
            prefix = "_" + prefix;
        }

        return prefix;
    }
}
