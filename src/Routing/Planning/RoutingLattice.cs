using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>
/// Where the routing grid lies: its pitch and the residues of its lines. It is anchored where most sockets are, so that a
/// board whose modules share an offset loses nothing; what lies off it is still reached exactly, by a short leg.
/// </summary>
internal readonly record struct RoutingLattice(long Pitch, long ResidueX, long ResidueY)
{
    /// <param name="pitch">See <see cref="GridPitch"/>.</param>
    public static RoutingLattice For(PlacedBoard board, long pitch) =>
        new(
            pitch,
            MostCommonResidue(board.Sockets.Select(socket => socket.At.X), pitch),
            MostCommonResidue(board.Sockets.Select(socket => socket.At.Y), pitch));

    /// <summary>The lattice that has lines through a point.</summary>
    public static RoutingLattice Through(Point at, long pitch) => new(pitch, Modulo(at.X, pitch), Modulo(at.Y, pitch));

    /// <summary>All its lines and those that part the space between them evenly.</summary>
    /// <param name="parts">A divisor of the pitch.</param>
    public RoutingLattice Divided(int parts) => Pitch % parts == 0
        ? new(Pitch / parts, Modulo(ResidueX, Pitch / parts), Modulo(ResidueY, Pitch / parts))
        : throw new ArgumentException("no divisor of the pitch", nameof(parts));

    /// <summary>Every so many of its lines: of the ways to choose them that by which most points lie on one.</summary>
    public RoutingLattice Coarser(long steps, IReadOnlyCollection<Point> points)
    {
        var (pitch, x, y) = (Pitch, ResidueX, ResidueY);
        return new(steps * pitch, Residue(points.Select(point => point.X), x), Residue(points.Select(point => point.Y), y));

        long Residue(IEnumerable<long> values, long fine) => MostCommonResidue(values.Where(value => Modulo(value, pitch) == fine), steps * pitch, fine);
    }

    /// <summary>The line at or right of a coordinate.</summary>
    public long CeilingX(long x) => Ceiling(x, ResidueX);

    public long FloorX(long x) => -Ceiling(-x, Modulo(-ResidueX, Pitch));

    public long CeilingY(long y) => Ceiling(y, ResidueY);

    public long FloorY(long y) => -Ceiling(-y, Modulo(-ResidueY, Pitch));

    /// <summary>Centre line of a side's n-th bus from the edge: the rules' place, moved inwards to the next grid line.</summary>
    public long BusColumn(PlacedBoard board, Side side, int column)
    {
        var bounds = board.Project.Board.Bounds;
        var inset = board.Rules.BusInset;
        var step = (board.Rules.BusPitch + Pitch - 1) / Pitch * Pitch * column;
        return side == Side.Left ? CeilingX(bounds.Left + inset) + step : FloorX(bounds.Right - inset) - step;
    }

    private static long MostCommonResidue(IEnumerable<long> values, long pitch, long otherwise = 0) =>
        values.Select(value => Modulo(value, pitch))
            .GroupBy(residue => residue)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .Select(group => group.Key)
            .FirstOrDefault(otherwise);

    private static long Modulo(long value, long modulus) => ((value % modulus) + modulus) % modulus;

    private long Ceiling(long value, long residue) => value + Modulo(residue - value, Pitch);
}
