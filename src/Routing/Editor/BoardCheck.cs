using System.Collections.Immutable;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Editor;

/// <summary>What is known of a board before it is routed.</summary>
/// <param name="CanRoute">True where nothing forbids routing.</param>
/// <param name="Board">The placed board, however its modules stand; null where the project cannot be read.</param>
/// <param name="Contour">The board's outline as SVG path data: millimetres, y down.</param>
/// <param name="LeftZone">Width of the trunks' zone at the left edge, nanometres; 0 where there is none.</param>
/// <param name="RightZone">As <paramref name="LeftZone"/>, at the right edge.</param>
/// <param name="Ratsnest">Shortest lines that would join every net, between indices of the board's sockets.</param>
public sealed record BoardCheck(
    bool CanRoute, ImmutableArray<Issue> Issues, PlacedBoard? Board, string Contour, long LeftZone, long RightZone, ImmutableArray<RatsnestLine> Ratsnest);
