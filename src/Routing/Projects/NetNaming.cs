using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Gives every socket its net (docs/project.md). A socket's net is its name, but for programming sockets: the k-th transmitter <c>X~^</c> of the
/// board and the k-th receiver <c>X~n</c>, in the order of modules and of their files, become the net <c>X_n</c> of two sockets.
/// </summary>
internal static class NetNaming
{
    private const char Mark = '~';

    /// <returns>
    /// The sockets to route and an issue for every transmitter that found no receiver. Neither those transmitters nor left-over
    /// receivers are among the sockets: nothing is to be joined to them.
    /// </returns>
    public static (ImmutableArray<BoardSocket> Sockets, ImmutableArray<Issue> Unpaired) Name(ImmutableArray<PlacedModule> modules)
    {
        var marked = modules.SelectMany(module => module.Package.Sockets.Select(socket => new Placed(module, socket, Role.Of(socket.Name)))).ToList();
        var taken = marked.Where(s => s.Role.Kind == RoleKind.Ordinary).Select(s => s.Socket.Name).ToHashSet(StringComparer.Ordinal);
        var nets = PairUp(marked, taken);

        var sockets = ImmutableArray.CreateBuilder<BoardSocket>(marked.Count);
        var unpaired = ImmutableArray.CreateBuilder<Issue>();
        foreach (var placed in marked)
        {
            if (placed.Role.Kind == RoleKind.Ordinary)
            {
                sockets.Add(placed.ToSocket(sockets.Count, placed.Socket.Name, programming: false));
            }
            else if (nets.TryGetValue(placed, out var net))
            {
                sockets.Add(placed.ToSocket(sockets.Count, net, programming: true));
            }
            else if (placed.Role.Kind == RoleKind.Transmitter)
            {
                unpaired.Add(ModuleIssues.About(
                    "ROUTING_UNPAIRED_TRANSMITTER", placed.Module.Instance, $"socketName={IssueText.Token(placed.Socket.Name)}"));
            }
        }

        return (sockets.ToImmutable(), unpaired.ToImmutable());
    }

    /// <summary>The n of a receiver <c>X~n</c>; null where the name is none of a receiver.</summary>
    public static int? ReceiverNumber(string socketName) => Role.Of(socketName) is { Kind: RoleKind.Receiver } role ? role.Number : null;

    private static Dictionary<Placed, string> PairUp(List<Placed> sockets, HashSet<string> taken)
    {
        var nets = new Dictionary<Placed, string>(ReferenceEqualityComparer.Instance);
        foreach (var family in sockets.Where(s => s.Role.Kind != RoleKind.Ordinary).GroupBy(s => s.Role.Family, StringComparer.Ordinal))
        {
            var transmitters = family.Where(s => s.Role.Kind == RoleKind.Transmitter);
            var receivers = family.Where(s => s.Role.Kind == RoleKind.Receiver);
            foreach (var (transmitter, receiver) in transmitters.Zip(receivers))
            {
                nets[transmitter] = nets[receiver] = Unique(string.Create(CultureInfo.InvariantCulture, $"{family.Key}_{receiver.Role.Number}"), taken);
            }
        }

        return nets;
    }

    /// <summary>A second programmer has receivers of the same numbers; its pairs are nets of their own, <c>X_n-2</c>.</summary>
    private static string Unique(string net, HashSet<string> taken)
    {
        var unique = net;
        for (var copy = 2; !taken.Add(unique); copy++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{net}-{copy}");
        }

        return unique;
    }

    private enum RoleKind
    {
        Ordinary,
        Transmitter,
        Receiver,
    }

    private sealed record Placed(PlacedModule Module, ModuleSocket Socket, Role Role)
    {
        public BoardSocket ToSocket(int id, string net, bool programming) =>
            new(id, Module.Index, Socket.Name, net, programming, Module.Instance.Placement.Apply(Socket.At), Socket.Layer);
    }

    /// <param name="Family">The X of <c>X~^</c> and <c>X~n</c>.</param>
    private readonly record struct Role(RoleKind Kind, string Family, int Number)
    {
        public static Role Of(string name)
        {
            var mark = name.LastIndexOf(Mark);
            if (mark <= 0)
            {
                return new(RoleKind.Ordinary, "", 0);
            }

            var family = name[..mark];
            var tail = name.AsSpan(mark + 1);
            if (tail is "^")
            {
                return new(RoleKind.Transmitter, family, 0);
            }

            return tail.Length is 1 or 2 && int.TryParse(tail, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new(RoleKind.Receiver, family, number)
                : new(RoleKind.Ordinary, "", 0);
        }
    }
}
