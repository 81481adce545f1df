using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Verification;

/// <summary>
/// Verifies a finished board from its final merged copper: what is connected is found from shapes and holes alone, and then
/// compared with what the project asks. Shares nothing with the router but the geometry types.
/// </summary>
internal static class BoardVerifier
{
    /// <inheritdoc cref="Verify(Lazy{VerifiedCopper})"/>
    public static VerificationReport Verify(VerificationInput input) => Verify(new Lazy<VerifiedCopper>(() => new(input)));

    /// <summary>The report; one finding of <see cref="FindingKind.TooComplex"/> where a layer is a bomb.</summary>
    /// <param name="copper">Made when it is first asked for: by the check that comes first of all that look at it.</param>
    public static VerificationReport Verify(Lazy<VerifiedCopper> copper)
    {
        try
        {
            return Measure(copper.Value);
        }
        catch (PlotLimitException e)
        {
            return new([new(FindingKind.TooComplex, Severity.Error, null, default, [], null, null, e.Message)], [], [], new(0, 0, null, null, null, null));
        }
    }

    /// <summary>Ids of the sockets that the copper does not join to most of their net, ascending; none where a layer is a bomb.</summary>
    public static ImmutableArray<int> OpenSockets(VerificationInput input)
    {
        try
        {
            var copper = new VerifiedCopper(input);
            return [.. ConnectivityCheck.OpenSockets(copper)];
        }
        catch (PlotLimitException)
        {
            return [];
        }
    }

    private static VerificationReport Measure(VerifiedCopper copper)
    {
        var byPiece = new double[copper.Pieces.Items.Length];
        Array.Fill(byPiece, double.PositiveInfinity);
        var clearances = ImmutableArray.Create(
            ClearanceCheck.Run(copper, CopperLayer.Front, byPiece), ClearanceCheck.Run(copper, CopperLayer.Back, byPiece));
        var edge = new EdgeCheck(copper);
        var holes = new HoleCheck(copper);
        ImmutableArray<Finding> findings =
        [
            .. ConnectivityCheck.Run(copper),
            .. clearances.SelectMany(clearance => clearance.Findings()),
            .. edge.Findings(),
            .. holes.Findings(),
            .. MountingHoleCheck.Run(copper),
            .. TrackCheck.Run(copper),
        ];
        return new(
            Ordered(findings),
            Nets(copper, byPiece),
            [.. clearances.Select(clearance => Layer(copper, clearance, edge))],
            new(copper.Pieces.Holes.Length, copper.Input.NonPlated.Hits.Length, holes.ToCopper, holes.NonPlatedToCopper, holes.Between, holes.Ring));
    }

    private static ImmutableArray<Finding> Ordered(ImmutableArray<Finding> findings) =>
    [
        .. findings
            .OrderBy(finding => finding.Severity)
            .ThenBy(finding => finding.Kind)
            .ThenBy(finding => finding.Layer)
            .ThenBy(finding => finding.At.X)
            .ThenBy(finding => finding.At.Y)
            .ThenBy(finding => finding.Message, StringComparer.Ordinal),
    ];

    private static ImmutableArray<NetSummary> Nets(VerifiedCopper copper, double[] byPiece)
    {
        var tracks = copper.Input.Routed.Tracks.ToLookup(track => track.Net);
        var vias = copper.Input.Routed.Vias.ToLookup(via => via.Net);
        var far = new FarClearance(copper);
        return
        [
            .. from i in Enumerable.Range(0, copper.Input.Sockets.Length)
               group copper.SocketItems[i] by copper.Input.Sockets[i].Net into net
               let pieces = net.OfType<int>().Select(copper.Pieces.PieceOf).Distinct().ToList()
               let least = pieces.Select(piece => byPiece[piece]).DefaultIfEmpty(double.PositiveInfinity).Min()
               orderby net.Key
               select new NetSummary(
                   net.Key, net.Count(), pieces.Count + net.Count(item => item is null), double.IsFinite(least) ? least : far.Of(pieces),
                   tracks[net.Key].Sum(track => track.Points.Zip(track.Points.Skip(1)).Sum(step => step.First.DistanceTo(step.Second))),
                   vias[net.Key].Count()),
        ];
    }

    private static LayerSummary Layer(VerifiedCopper copper, ClearanceCheck clearance, EdgeCheck edge)
    {
        var pieces = new HashSet<int>();
        for (var i = 0; i < copper.Pieces.Items.Length; i++)
        {
            if (copper.Item(i).Layer == clearance.Layer)
            {
                pieces.Add(copper.Pieces.PieceOf(i));
            }
        }

        return new(clearance.Layer, pieces.Count, clearance.Least, clearance.LeastWithinModules, edge.Least(clearance.Layer));
    }
}
