using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing;

/// <content>The check of packages and routes that come from elsewhere.</content>
public static partial class BoardStages
{
    /// <summary>Unpacks a zip in memory.</summary>
    /// <returns>Its files, or an issue <c>PACKAGE_INVALID … error=</c>: no zip, too many or too large files (whatever the zip says of them), hostile names.</returns>
    public static (ImmutableArray<ModuleFile> Files, Issue? Issue) Unpack(byte[] zip) => PackageReader.Read(zip);

    /// <summary>
    /// Checks a fabrication package by itself: nets by its GerberSockets layer, copper, drills and edge by its files. Whether module copper near the edge
    /// may be there the package does not say: it is told of, and is no error.
    /// </summary>
    /// <param name="files">Plain file names with contents.</param>
    public static PackageVerification VerifyPackage(IReadOnlyList<ModuleFile> files, DesignRules rules)
    {
        var (package, issues, notes) = PackageBoard.Of(files, rules);
        if (package is null)
        {
            return new(issues, false, [], "", "", 0, notes);
        }

        var (board, copper) = package;
        var report = BoardVerifier.Verify(VerificationInput.Of(
            board, RoutedBoard.Empty, copper.Front, copper.Back, copper.Outline, copper.Plated, copper.NonPlated) with
        {
            EdgeModules = [.. board.Zones.Select(zone => zone.Module)],
        });
        var drawn = board with { Zones = [] };
        return new(
            report.Issues, true, ReportWriter.Write(report), BoardPreview.Front(drawn, RoutedBoard.Empty), BoardPreview.Back(drawn, RoutedBoard.Empty),
            board.Sockets.Length, notes);
    }

    /// <summary>Reads copper that was routed elsewhere for a board, as the existing front end's <c>artifactsFromRoute</c> sends it.</summary>
    /// <param name="route"><c>{segments: [{layer, net, startX, startY, endX, endY, width}], vias: [{net, x, y}]}</c>, millimetres in the board's frame (y up, origin at the centre).</param>
    /// <returns>
    /// The copper to verify, which knows the sockets that it leaves open; or null and an issue <c>ROUTE_INVALID path= error=</c> for everything that is no
    /// copper of this board. Beside the copper, issues tell what of the route or the rules has no effect.
    /// </returns>
    public static (RoutedBoard? Routed, ImmutableArray<Issue> Issues) ReadRoute(PlacedBoard board, ReadOnlyMemory<byte> route)
    {
        var (routed, issues) = RouteReader.Read(board, route);
        return (routed is null ? null : routed with { Unconnected = BoardVerifier.OpenSockets(BoardFabricator.Check(board, routed)) }, issues);
    }
}
