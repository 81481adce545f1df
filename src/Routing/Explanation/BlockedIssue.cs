using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>
/// <c>ROUTING_BLOCKED</c> in the one-line form of issues. Places and moves are in the project's own coordinates, millimetres and y down: a
/// module's position plus its move is its new position.
/// </summary>
internal static class BlockedIssue
{
    private const int MostNets = 8;

    public static Issue Of(PlacedBoard board, BlockedSocket blocked)
    {
        var (socket, bottleneck, advice) = blocked;
        var gap = bottleneck.Gaps.IsEmpty ? null : bottleneck.Gaps[0];
        var details =
            $"net={IssueText.Token(socket.Net)} socket={IssueText.Token(socket.Name)} xMm={Mm(socket.At.X)} yMm={Mm(-socket.At.Y)}"
            + $" reason={Reason(bottleneck)} between=[{(gap is null ? "" : $"{Name(board, gap.A)},{Name(board, gap.B)}")}] gapMm={(gap is null ? "" : Mm(gap.Width))}"
            + $" gaps={bottleneck.Gaps.Length} fits={bottleneck.Fits} needed={bottleneck.Needed}"
            + $" nets=[{string.Join(',', bottleneck.Nets.Take(MostNets).Select(IssueText.Token))}]"
            + (bottleneck.Reason == BlockReason.Walled ? $" neighbours=[{string.Join(',', bottleneck.Neighbours.Take(MostNets).Select(IssueText.Token))}]" : "")
            + $" moveModuleIds=[{string.Join(',', advice.Moves.Select(move => IssueText.Token(board.Project.Modules[move.Module].Id)))}]"
            + $" moveXmm=[{string.Join(',', advice.Moves.Select(move => Mm(move.By.X)))}] moveYmm=[{string.Join(',', advice.Moves.Select(move => Mm(-move.By.Y)))}]"
            + $" confirmed={(advice.IsConfirmed ? "true" : "false")}";
        return ModuleIssues.About("ROUTING_BLOCKED", board.Project.Modules[socket.Module], details) with { Message = BlockedSentence.Of(board, new([socket], bottleneck, advice)) };
    }

    /// <summary><c>walled</c>, <c>gap</c> or <c>crowded</c>.</summary>
    public static string Reason(Bottleneck bottleneck) => bottleneck.Reason.ToString().ToLowerInvariant();

    /// <summary>The module's id, <c>board-edge</c> or <c>mounting-hole</c>.</summary>
    public static string Name(PlacedBoard board, Blocker blocker) => blocker switch
    {
        { Module: >= 0 } => IssueText.Token(board.Project.Modules[blocker.Module].Id),
        { Shape: null } or { Module: Obstacle.BoardEdge } => "board-edge",
        _ => "mounting-hole",
    };

    public static string Mm(double nanometres) => IssueText.Millimetres(nanometres);
}
