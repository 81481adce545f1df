using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <content>What an editor asks while a board is drawn.</content>
public static partial class BoardStages
{
    /// <inheritdoc cref="CheckAsync(BoardSource, IModuleLibrary, CancellationToken)"/>
    /// <param name="project">Untrusted.</param>
    public static Task<BoardCheck> CheckAsync(ReadOnlyMemory<byte> project, IModuleLibrary library, CancellationToken cancellationToken) =>
        CheckAsync(new BoardSource(project), library, cancellationToken);

    /// <summary>
    /// Reads, places and plans a project without routing it: every problem that can be known before, the nets and what they still have to join. A
    /// board whose modules overlap has nets, too.
    /// </summary>
    public static async Task<BoardCheck> CheckAsync(BoardSource source, IModuleLibrary library, CancellationToken cancellationToken)
    {
        var (board, canRoute, issues) = await PlaceWholeAsync(source, library, cancellationToken).ConfigureAwait(false);
        if (board is null)
        {
            return new(false, issues, null, "", 0, 0, []);
        }

        var (plan, planned) = canRoute ? RoutePlanner.Plan(board) : (null, ImmutableArray<Issue>.Empty);
        return new(
            plan is not null && !planned.Any(issue => issue.Severity == Severity.Error),
            [.. issues, .. planned],
            board,
            ContourPath.Of(BoardContour.Of(board).Loops),
            plan is null ? 0 : NetPlanner.BusZoneWidth(board, plan.Nets, Side.Left),
            plan is null ? 0 : NetPlanner.BusZoneWidth(board, plan.Nets, Side.Right),
            Ratsnest.Of(board.Sockets));
    }

    /// <summary>A module as it looks, for a library or an editor.</summary>
    public static ModulePicture Picture(ModulePackage package, CopperLayer side) => ModulePicture.Of(package, side);
}

/// <summary>What is known of a board before it is routed.</summary>
/// <param name="CanRoute">True where nothing forbids routing.</param>
/// <param name="Board">The placed board, however its modules stand; null where the project cannot be read.</param>
/// <param name="Contour">The board's outline as SVG path data: millimetres, y down.</param>
/// <param name="LeftZone">Width of the trunks' zone at the left edge, nanometres; 0 where there is none.</param>
/// <param name="RightZone">As <paramref name="LeftZone"/>, at the right edge.</param>
/// <param name="Ratsnest">Shortest lines that would join every net, between indices of the board's sockets.</param>
public sealed record BoardCheck(
    bool CanRoute, ImmutableArray<Issue> Issues, PlacedBoard? Board, string Contour, long LeftZone, long RightZone, ImmutableArray<RatsnestLine> Ratsnest);
