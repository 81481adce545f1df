using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>
/// The pitch that a board is routed at. It is the rules' grid, but for two things: on a grid much wider than tracks lie apart, two that cross
/// between the nodes would not meet at any, so that a part of it is taken then; and a grid of more nodes than memory holds is replaced by a
/// multiple of it, with a note.
/// </summary>
internal static class GridPitch
{
    /// <summary>What a job's grids may take where nobody says otherwise, megabytes.</summary>
    public const long MostMegabytes = BoardSource.DefaultMegabytes;

    /// <summary>A job's memory beside its grids, and what every node takes on both layers together while nets negotiate on it.</summary>
    private const long OwnMegabytes = 60, BytesANode = 70;

    /// <summary>Two slanting tracks that cross between nodes lie within the stamps of each other's nodes up to this pitch (see the stencil).</summary>
    private const double TrackPitchesAGrid = 0.71;

    /// <summary>Nodes on a layer of a grid that so much memory holds.</summary>
    public static int NodesIn(long megabytes) => (int)Math.Clamp((megabytes - OwnMegabytes) * 1_000_000 / BytesANode, 0, int.MaxValue / 4);

    /// <summary>The pitch in nanometres, and <c>GRID_COARSER</c> where it is a wider one than the rules ask for, or <c>BOARD_TOO_LARGE</c> where none does.</summary>
    /// <param name="mostMegabytes">Memory that routing may take.</param>
    public static (long Pitch, ImmutableArray<Issue> Issues) Of(PlacedBoard board, long mostMegabytes = MostMegabytes)
    {
        var (outline, rules) = (board.Project.Board, board.Rules);
        var widest = (long)((rules.TrackWidth + rules.Clearance) / TrackPitchesAGrid);
        var asked = Part(rules.Grid, widest);
        if (Megabytes(outline, asked) <= mostMegabytes)
        {
            return (asked, []);
        }

        var wider = Wider(asked, widest).FirstOrDefault(pitch => Megabytes(outline, pitch) <= mostMegabytes);
        return wider > 0
            ? (wider, [new("GRID_COARSER", $"gridMm={Mm(rules.Grid)} usedMm={Mm(wider)} neededMb={Megabytes(outline, asked)} availableMb={mostMegabytes}")])
            : (asked, [new("BOARD_TOO_LARGE", $"neededMb={Megabytes(outline, widest)} availableMb={mostMegabytes} gridMm={Mm(rules.Grid)}")]);
    }

    /// <summary>What routing a board takes at most, megabytes; an estimate from its nodes alone.</summary>
    public static long Megabytes(BoardOutline outline, long pitch) =>
        OwnMegabytes + (long)Math.Ceiling((double)(outline.Width / pitch + 2) * (outline.Height / pitch + 2) * BytesANode / 1e6);

    /// <summary>The largest part of the grid that is no wider; one that divides it where there is any near, so that all of the grid's lines stay lines.</summary>
    private static long Part(long grid, long widest)
    {
        const int MostParts = 64;
        var least = (int)((grid + widest - 1) / widest);
        for (var parts = least; parts <= least + MostParts; parts++)
        {
            if (grid % parts == 0)
            {
                return grid / parts;
            }
        }

        return grid / least;
    }

    /// <summary>Multiples of a pitch up to the widest, and that one.</summary>
    private static IEnumerable<long> Wider(long pitch, long widest)
    {
        for (var wider = 2 * pitch; wider <= widest; wider += pitch)
        {
            yield return wider;
        }

        yield return widest;
    }

    private static string Mm(long nanometres) => Units.ToMillimetres(nanometres).ToString(CultureInfo.InvariantCulture);
}
