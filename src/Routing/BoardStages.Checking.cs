using System.Collections.Immutable;
using MakeDevice.Routing.Editor;
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
