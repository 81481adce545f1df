using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Modules against the board's edge with its rounded corners and arcs: their zones, their copper and their holes. What would fail the check of the final
/// copper, however the board is routed, is an error before that; what may still make a sound board is told of.
/// </summary>
internal sealed class EdgePlacementCheck
{
    /// <summary>The final check forgives so much; nanometres.</summary>
    private const double Tolerance = 10;

    private readonly PlacedBoard _board;
    private readonly PlacedModule _module;

    /// <summary>How deep the least deep of its zones, of its copper and of its holes lies; infinitely where it has none, or all are deeper than the rules ask.</summary>
    private readonly double _zone, _copper, _hole;

    private EdgePlacementCheck(PlacedBoard board, PlacedModule module)
    {
        (_board, _module) = (board, module);
        _zone = ZoneDepth(board.Project.Board);
        (_copper, _hole) = PartDepths();
    }

    /// <summary>At most one issue a module, the gravest; modules in the board's order.</summary>
    public static IEnumerable<Issue> Check(PlacedBoard board) => board.Modules.Select(module => new EdgePlacementCheck(board, module).Find()).OfType<Issue>();

    /// <summary>What shapes the edge itself, or is made to reach it, may lie over it.</summary>
    private bool IsMadeForEdge => _module.Package.CanExtendToBoardEdge || _module.Package.HasConnectorOutline;

    private bool HasPartsOver => Math.Min(_copper, _hole) <= 0;

    private string Spoken => ModuleIssues.Spoken(_module.Instance);

    private Issue? Find() => this switch
    {
        { _zone: < 0 } when ZoneDepth(_board.Project.Board with { CornerRadius = 0 }) < 0 => Overhanging($"The module {Spoken} reaches {Over(_zone)}."),
        { HasPartsOver: true, IsMadeForEdge: false } => Overhanging($"{(_copper <= _hole ? "Copper" : "A hole")} of the module {Spoken} reaches {Over(Math.Min(_copper, _hole))}."),
        { IsMadeForEdge: false } when _copper < _board.Rules.EdgeClearance - Tolerance => CopperTooClose(),
        { _zone: < 0 } when HasPartsOver => TooClose($"The module {Spoken} reaches {Over(_zone)} in a rounded corner, with copper or holes."),
        { _zone: < 0, IsMadeForEdge: false } => TooClose($"The module {Spoken} reaches {Over(_zone)} in a rounded corner; its copper and its holes do not."),
        _ when IsZoneTooClose || HasSocketInKeepOut => TooClose(
            $"The module {Spoken} is {Mm(Math.Max(0, _zone))} mm from the edge of the board; {Mm(_board.Rules.RoutedEdgeClearance)} mm are wanted for it and its sockets."),
        _ => null,
    };

    private bool IsZoneTooClose => _zone < _board.Rules.EdgeClearance && !_module.Package.CanExtendToBoardEdge;

    /// <summary>True where no track could reach a socket without entering the keep-out along the edge.</summary>
    private bool HasSocketInKeepOut => _board.Rules.EdgeKeepOut > 0 && _board.Sockets.Any(socket =>
        socket.Module == _module.Index && EdgeDistance.Of(_board.Project.Board, socket.At) < _board.Rules.EdgeKeepOut + _board.Rules.TrackWidth / 2);

    private double ZoneDepth(BoardOutline outline) => Least(_board.Zones.Where(zone => zone.Module == _module.Index), zone => EdgeDistance.Of(outline, zone));

    private (double Copper, double Hole) PartDepths()
    {
        var (outline, placement, parts) = (_board.Project.Board, _module.Instance.Placement, _module.Package.Copper);
        return parts.Extent.IsEmpty || Depth(Polygon.Of(parts.Extent)) >= _board.Rules.EdgeClearance
            ? (double.PositiveInfinity, double.PositiveInfinity)
            : (Least(parts.All, Depth), Least(parts.Holes, Depth));

        double Depth(Shape shape) => EdgeDistance.Of(outline, shape.Place(placement));
    }

    private static double Least<T>(IEnumerable<T> items, Func<T, double> distance) => items.Select(distance).DefaultIfEmpty(double.PositiveInfinity).Min();

    private Issue Overhanging(string message) => ModuleIssues.About("MODULE_OVERHANGING_BOARD_EDGE", _module.Instance) with { Message = message };

    private Issue TooClose(string message) => ModuleIssues.About("MODULE_TOO_CLOSE_TO_BOARD_EDGE", _module.Instance) with { Message = message };

    private Issue CopperTooClose()
    {
        var wanted = _board.Rules.EdgeClearance;
        return ModuleIssues.About("MODULE_COPPER_TOO_CLOSE_TO_BOARD_EDGE", _module.Instance, $"distanceMm={Mm(_copper)} wantedMm={Mm(wanted)}") with
        {
            Message = $"Copper of the module {Spoken} is {Mm(_copper)} mm from the edge of the board, less than edgeClearance of {Mm(wanted)} mm. Move the module {Mm(wanted - _copper)} mm or more away from it.",
        };
    }

    private static string Over(double depth) => depth <= -1_000 ? $"{Mm(-depth)} mm over the edge of the board" : "over the edge of the board";

    private static string Mm(double nanometres) => IssueText.Millimetres(nanometres);
}
