using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>
/// On which side of a closed line sockets stand, a bit each: those that a straight line to one and the same point crosses an odd number of
/// times. The sides of a closed line are the sum, modulo 2, of those of its parts.
/// </summary>
internal sealed class SocketSides
{
    private readonly Point _pole;
    private readonly ImmutableArray<PlannedSocket> _sockets;
    private readonly ImmutableArray<NetBits> _nets;

    public SocketSides(RoutingPlan plan)
    {
        // Of nobody's coordinates, so that no line runs through it.
        var board = plan.Outline.Bounds;
        _pole = new(board.Left + board.Width / 2 + 7_013, board.Bottom + board.Height / 2 + 3_511);
        _sockets = [.. plan.Sockets.OrderBy(socket => socket.Net).ThenBy(socket => socket.Module).ThenBy(socket => socket.Id)];
        Words = (_sockets.Length + 63) / 64;
        _nets = [.. Enumerable.Range(0, _sockets.Length)
            .GroupBy(i => _sockets[i].Net)
            .Select(net => new NetBits(net.Key, [.. net.GroupBy(i => _sockets[i].Module).Select(Parts)]))
            .Where(net => net.Modules.Length > 1)];
    }

    public int Words { get; }

    /// <summary>Nets with sockets on more than one module.</summary>
    public int Nets => _nets.Length;

    /// <summary>Sockets whose straight line to the pole crosses a line an odd number of times.</summary>
    public ulong[] Across(ImmutableArray<Point> line) =>
        Bits(socket => (Enumerable.Range(1, line.Length - 1).Count(i => Cross(socket.At, _pole, line[i - 1], line[i])) & 1) != 0);

    /// <summary>Ids of the sockets whose bits are set.</summary>
    public ImmutableArray<int> Ids(ulong[] bits) => [.. Enumerable.Range(0, _sockets.Length).Where(i => ((bits[i >> 6] >> i) & 1) != 0).Select(i => _sockets[i].Id)];

    public ulong[] Bits(Func<PlannedSocket, bool> holds)
    {
        var bits = new ulong[Words];
        for (var i = 0; i < _sockets.Length; i++)
        {
            bits[i >> 6] |= holds(_sockets[i]) ? 1UL << i : 0;
        }

        return bits;
    }

    /// <summary>
    /// Nets that must cross. One with sockets of one module on both sides need not: they may be joined inside the module. Nor one of which
    /// a socket stands where it may be joined on either side.
    /// </summary>
    /// <param name="onEitherSide">Sockets that can be joined on either side.</param>
    public ImmutableArray<int> MustCross(ulong[] sides, ulong[] onEitherSide) => [.. _nets.Where(net => net.MustCross(sides, onEitherSide)).Select(net => net.Net)];

    /// <summary>As many as <see cref="MustCross"/> tells.</summary>
    public int CountMustCross(ReadOnlySpan<ulong> sides, ReadOnlySpan<ulong> onEitherSide)
    {
        var count = 0;
        foreach (var net in _nets)
        {
            count += net.MustCross(sides, onEitherSide) ? 1 : 0;
        }

        return count;
    }

    private static ImmutableArray<(int Word, ulong Bits)> Parts(IEnumerable<int> sockets) =>
        [.. sockets.GroupBy(i => i >> 6).Select(word => (word.Key, word.Aggregate(0UL, (bits, i) => bits | (1UL << i))))];

    /// <summary>True where two segments cross; a corner on a line counts as on its left.</summary>
    private static bool Cross(Point a, Point b, Point c, Point d) =>
        Segments.Orientation(a, b, c) >= 0 != Segments.Orientation(a, b, d) >= 0
        && Segments.Orientation(c, d, a) >= 0 != Segments.Orientation(c, d, b) >= 0;

    /// <summary>The bits of a net's sockets, module by module.</summary>
    private sealed record NetBits(int Net, ImmutableArray<ImmutableArray<(int Word, ulong Bits)>> Modules)
    {
        public bool MustCross(ReadOnlySpan<ulong> sides, ReadOnlySpan<ulong> onEitherSide)
        {
            bool isAcross = false, isHere = false;
            foreach (var module in Modules)
            {
                bool someAcross = false, someHere = false;
                foreach (var (word, bits) in module)
                {
                    if ((onEitherSide[word] & bits) != 0)
                    {
                        return false;
                    }

                    someAcross |= (sides[word] & bits) != 0;
                    someHere |= (sides[word] & bits) != bits;
                }

                if (someAcross && someHere)
                {
                    return false;
                }

                isAcross |= someAcross;
                isHere |= someHere;
            }

            return isAcross && isHere;
        }
    }
}
