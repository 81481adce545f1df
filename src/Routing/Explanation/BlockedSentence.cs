using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>What <c>ROUTING_BLOCKED</c> says, for a person; in the project's own coordinates, as the issue.</summary>
internal static class BlockedSentence
{
    public static string Of(PlacedBoard board, BlockedSocket blocked)
    {
        var (socket, bottleneck, advice) = blocked;
        var module = IssueText.Token(board.Project.Modules[socket.Module].Key.Name);
        return $"{IssueText.Token(socket.Net)} of {module} at ({BlockedIssue.Mm(socket.At.X)}, {BlockedIssue.Mm(-socket.At.Y)}) mm: {Why(board, bottleneck)}; {What(board, advice)}";
    }

    private static string Why(PlacedBoard board, Bottleneck bottleneck)
    {
        if (bottleneck.Gaps.IsEmpty)
        {
            return "no room was found beside the other tracks";
        }

        var gap = bottleneck.Gaps[0];
        var place = $"the gap of {BlockedIssue.Mm(gap.Width)} mm between {Name(board, gap.A)} and {Name(board, gap.B)}";
        var holds = bottleneck.Fits switch { 0 => "holds no track", 1 => "holds 1 track", var fits => $"holds {fits} tracks" };
        return bottleneck switch
        {
            { Reason: BlockReason.Crowded, Gaps.Length: 1 } => $"{place} is the narrowest on its way, {holds}, and is crowded",
            { Reason: BlockReason.Crowded } => $"{place}, with {bottleneck.Gaps.Length - 1} more, {holds} on the board's grid, {Nets(bottleneck)} must pass",
            { Gaps.Length: > 1 } => $"{place}, with {bottleneck.Gaps.Length - 1} more, {holds}, {Nets(bottleneck)} must pass",
            _ => $"{place} {holds}, {Nets(bottleneck)} must pass",
        };
    }

    private static string Nets(Bottleneck bottleneck) => bottleneck.Needed == 1 ? "1 net" : $"{bottleneck.Needed} nets";

    private static string What(PlacedBoard board, Advice advice) => advice.Moves.IsEmpty
        ? "no small move of one of them helps"
        : $"move {string.Join(", and ", advice.Moves.Select(move => $"{Module(board, move.Module)} by ({BlockedIssue.Mm(move.By.X)}, {BlockedIssue.Mm(-move.By.Y)}) mm"))}, "
            + (advice.IsConfirmed ? "routed so" : "an estimate");

    private static string Name(PlacedBoard board, Blocker blocker) =>
        blocker.Module >= 0 ? Module(board, blocker.Module) : BlockedIssue.Name(board, blocker) == "board-edge" ? "the board's edge" : "a mounting hole";

    /// <summary>The module's name, with its short id where the name is not its own.</summary>
    private static string Module(PlacedBoard board, int index)
    {
        var module = board.Project.Modules[index];
        var name = IssueText.Token(module.Key.Name);
        return board.Project.Modules.Count(other => other.Key.Name == module.Key.Name) > 1 ? $"{name} ({IssueText.Token(module.ShortId)})" : name;
    }
}
