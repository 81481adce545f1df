using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>What <c>ROUTING_BLOCKED</c> says, for a person: one sentence for all sockets behind a bottleneck; in the project's own coordinates, as the issue.</summary>
internal static class BlockedSentence
{
    private const int MostNames = 8;

    public static string Of(PlacedBoard board, BlockedGroup group) =>
        $"{Who(board, group.Sockets)}: {Why(board, group.Sockets.Length == 1 ? group.Bottleneck.For(group.Sockets[0].Net) : group.Bottleneck, group.Sockets.Length)}; {What(board, group)}";

    /// <summary>A word about open sockets that none of the sentences is about.</summary>
    public static IEnumerable<string> OfRest(int sockets) =>
        sockets <= 0 ? [] : [$"{sockets} more {(sockets == 1 ? "socket stays" : "sockets stay")} open: these bottlenecks come first"];

    /// <summary>The sockets module by module, with the place of the first one of each.</summary>
    private static string Who(PlacedBoard board, IReadOnlyList<BoardSocket> sockets)
    {
        var modules = sockets.GroupBy(socket => socket.Module).ToList();
        var named = modules.Take(MostNames).Select(module => $"{Names([.. module.Select(socket => socket.Net)])} of {Module(board, module.Key, modules.Count > 1)} at {Place(module.First().At)} mm");
        return Listed([.. named, .. modules.Count > MostNames ? [$"those of {modules.Count - MostNames} more modules"] : (string[])[]]);
    }

    private static string Why(PlacedBoard board, Bottleneck bottleneck, int sockets)
    {
        if (bottleneck.Gaps.IsEmpty)
        {
            return "no room was found beside the other tracks";
        }

        var gap = bottleneck.Gaps[0];
        var beside = bottleneck.Neighbours.IsEmpty ? "" : $"the pads beside {(sockets == 1 ? "it" : "them")} ({Names(bottleneck.Neighbours)})";
        if (bottleneck is { Reason: BlockReason.Walled, IsWithinModule: true })
        {
            return $"no track of {BlockedIssue.Mm(board.Rules.TrackWidth)} mm gets past {(beside.Length > 0 ? beside : "its own module's copper")}, the nearest {BlockedIssue.Mm(gap.Width)} mm away";
        }

        var place = $"the gap of {BlockedIssue.Mm(gap.Width)} mm between {Name(board, gap.A)} and {Name(board, gap.B)}";
        var holds = bottleneck.Fits switch { 0 => "holds no track", 1 => "holds 1 track", var fits => $"holds {fits} tracks" };
        return bottleneck switch
        {
            { Reason: BlockReason.Walled } when beside.Length > 0 => $"in {place} no track gets past {beside}",
            { Reason: BlockReason.Walled } => $"{place} holds no track",
            { Reason: BlockReason.Crowded, Gaps.Length: 1 } => $"{place} is the narrowest on its way, {holds}, and is crowded",
            { Reason: BlockReason.Crowded } => $"{place}, with {bottleneck.Gaps.Length - 1} more, {holds} on the board's grid, {Nets(bottleneck)} must pass",
            { Gaps.Length: > 1 } => $"{place}, with {bottleneck.Gaps.Length - 1} more, {holds}, {Nets(bottleneck)} must pass",
            _ => $"{place} {holds}, {Nets(bottleneck)} must pass",
        };
    }

    private static string Nets(Bottleneck bottleneck) => bottleneck.Needed == 1 ? "1 net" : $"{bottleneck.Needed} nets";

    private static string What(PlacedBoard board, BlockedGroup group)
    {
        var (_, bottleneck, advice) = group;
        if (!advice.Moves.IsEmpty)
        {
            return $"move {string.Join(", and ", advice.Moves.Select(move => $"{Module(board, move.Module)} by {Place(move.By)} mm"))}, {(advice.IsConfirmed ? "routed so" : "an estimate")}";
        }

        return bottleneck.IsWithinModule ? "narrower tracks or a smaller clearance may do" : "no small move of one of them helps";
    }

    private static string Name(PlacedBoard board, Blocker blocker) =>
        blocker.Module >= 0 ? Module(board, blocker.Module) : blocker.IsEdge ? "the board's edge" : "a mounting hole";

    /// <summary>The module's name, with its short id where the name is not its own or that is wanted.</summary>
    private static string Module(PlacedBoard board, int index, bool withId = false)
    {
        var module = board.Project.Modules[index];
        var name = IssueText.Token(module.Key.Name);
        return withId || board.Project.Modules.Count(other => other.Key.Name == module.Key.Name) > 1 ? $"{name} ({IssueText.Token(module.ShortId)})" : name;
    }

    private static string Names(IReadOnlyCollection<string> names) =>
        Listed([.. names.Take(MostNames).Select(IssueText.Token), .. names.Count > MostNames ? [$"{names.Count - MostNames} more"] : (string[])[]]);

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    private static string Listed(string[] parts) => parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";

    private static string Place(Point at) => $"({BlockedIssue.Mm(at.X)}, {BlockedIssue.Mm(-at.Y)})";
}
