using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// What a board's sockets are called: as the pads that they lie on are in the copper's attributes and in the test netlist, <c>GS7</c>; <c>J1-3</c> where several
/// sockets have pads of one part. A socket whose pad has no name gets a number <c>GS…</c> after all that have, which no other file knows.
/// </summary>
internal sealed class SocketReferences
{
    private const string Prefix = "GS";

    // Boards are immutable.
    private static readonly ConditionalWeakTable<PlacedBoard, SocketReferences> Known = [];

    private readonly ImmutableArray<string> _names;

    private SocketReferences(PlacedBoard board)
    {
        var known = board.Modules.SelectMany(Pins).ToLookup(pin => (pin.Module, pin.Socket, pin.At), pin => pin.Pin);
        var pins = board.Sockets.Select(socket => known[(socket.Module, socket.Name, socket.At)].FirstOrDefault()).ToList();
        var references = BoardNaming.Of(board).References;
        var names = pins.Select((pin, i) => pin is null ? null : references.Of(board.Sockets[i].Module, pin.Values[0])).ToList();
        var uses = names.OfType<string>().CountBy(name => name).ToDictionary(StringComparer.Ordinal);
        var last = references.Entries.Count(entry => entry.Reference.TrimEnd("0123456789".ToCharArray()) == Prefix);
        _names =
        [
            .. names.Select((name, i) => name is null
                ? string.Create(CultureInfo.InvariantCulture, $"{Prefix}{++last}")
                : uses[name] > 1 && pins[i]!.Values.Length > 1 ? $"{name}-{pins[i]!.Values[1]}" : name),
        ];
    }

    public static SocketReferences Of(PlacedBoard board) => Known.GetValue(board, static b => new(b));

    public string this[BoardSocket socket] => _names[socket.Id];

    /// <summary>A module's sockets, where they stand on the board, and the pins (.P) that they lie on; null where the copper names none.</summary>
    private static IEnumerable<(int Module, string Socket, Point At, GerberAttribute? Pin)> Pins(PlacedModule module) =>
        SocketPads.Of(module.Package).Zip(module.Package.Sockets, (pads, socket) =>
            (module.Index, socket.Name, module.Instance.Placement.Apply(socket.At), pads.Select(pad => NetlistPoints.PinOf(pad.Flash)).FirstOrDefault(pin => pin is not null)));
}
