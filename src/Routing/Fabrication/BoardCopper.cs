using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Manufacturing;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Fabrication;

/// <summary>The copper of a board and its routing, each layer merged, and each check made, when it is first asked for and shared by the files and checks that need it.</summary>
internal sealed class BoardCopper
{
    // Boards and routings are immutable; what was merged lives as long as both.
    private static readonly ConditionalWeakTable<PlacedBoard, ConditionalWeakTable<RoutedBoard, BoardCopper>> Known = [];

    private readonly Lazy<GerberLayer> _front, _back;
    private readonly Lazy<DrillFile> _plated;
    private readonly Lazy<VerifiedCopper> _verified;
    private readonly Lazy<VerificationReport> _verification;
    private readonly Lazy<ElectricalAnalysis?> _analysis;
    private readonly Lazy<ElectricalReport> _electrical;
    private readonly Lazy<ImmutableArray<GroundStrain>> _grounds;
    private readonly Lazy<BoardLegend> _legend;
    private readonly Lazy<ImmutableArray<HouseFinding>> _house;

    private BoardCopper(PlacedBoard board, RoutedBoard routed)
    {
        _front = new(() => LayerMerger.Merge(board, routed, ModuleLayer.FrontCopper));
        _back = new(() => LayerMerger.Merge(board, routed, ModuleLayer.BackCopper));
        _plated = new(() => BoardDrills.Plated(board, routed));
        _verified = new(() => new(BoardFabricator.Check(board, routed)));
        _verification = new(() => BoardVerifier.Verify(_verified));
        _analysis = new(() => ElectricalAnalysis.Of(_verified, new(board.Modules, board.Rules.Electrical)));
        _electrical = new(() => _analysis.Value?.Report() ?? ElectricalReport.None);
        _grounds = new(() => AddedPour.GroundsOf(_analysis.Value));
        _legend = new(() => BoardLegend.Of(board, routed));
        _house = new(() => HouseCheck.Run(FabricationProfiles.Of(board.Rules.Profile), BoardFabricator.Printed(board, routed), _verified, Verification));
    }

    public GerberLayer Front => _front.Value;

    public GerberLayer Back => _back.Value;

    public DrillFile Plated => _plated.Value;

    /// <summary>What the check of the final copper finds.</summary>
    public VerificationReport Verification => _verification.Value;

    /// <summary>What the copper is worth electrically.</summary>
    public ElectricalReport Electrical => _electrical.Value;

    /// <summary>What its grounds must bear: part of <see cref="Electrical"/>, worked out without the rest.</summary>
    public ImmutableArray<GroundStrain> Grounds => _grounds.Value;

    /// <summary>What the carrier prints.</summary>
    public BoardLegend Legend => _legend.Value;

    /// <summary>What of the final files is beyond what the house publishes.</summary>
    public ImmutableArray<HouseFinding> House => _house.Value;

    public static BoardCopper Of(PlacedBoard board, RoutedBoard routed) =>
        Known.GetValue(board, static _ => []).GetValue(routed, key => new(board, key));
}
