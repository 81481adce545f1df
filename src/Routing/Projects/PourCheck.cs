using System.Collections.Immutable;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>A pour of a net that the board does not have is left out; the board is sound all the same.</summary>
internal static class PourCheck
{
    /// <returns><c>POUR_NET_UNKNOWN net=</c> where fewer than two sockets are of the pour's net.</returns>
    public static ImmutableArray<Issue> Check(PlacedBoard board) => board.Rules.Pour is { } pour && board.Sockets.Count(socket => socket.Net == pour.Net) < 2
        ? [new("POUR_NET_UNKNOWN", $"net={IssueText.Token(pour.Net)}")]
        : [];
}
