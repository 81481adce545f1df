using MakeDevice.Routing;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>Routing of one board as measured: planning and routing, as every job does both.</summary>
/// <param name="Open">Sockets left open: the times of a board that is not completed say little.</param>
/// <param name="Pair">The same with two workers; null where that was not asked for.</param>
internal sealed record ScalingPoint(PlacedBoard Board, int Open, Measurement One, Measurement? Pair)
{
    public int Sockets => Board.Sockets.Length;

    /// <summary>Square millimetres.</summary>
    public double Area => (double)Board.Project.Board.Width * Board.Project.Board.Height / 1e12;

    /// <summary>How many times two workers are as fast as one.</summary>
    public double Speedup => One.Wall / Pair!.Wall;

    public double Efficiency => Speedup / 2;

    /// <summary>The experimentally determined serial fraction (Karp and Flatt, 1990): that of Amdahl's law with this speedup.</summary>
    public double SerialFraction => ((1 / Speedup) - (1 / 2.0)) / (1 - (1 / 2.0));

    /// <param name="limit">For one run; null where it takes longer.</param>
    public static ScalingPoint? Measure(PlacedBoard board, bool pair, double seconds, TimeSpan limit)
    {
        var open = 0;
        void Route(int workers)
        {
            using var deadline = new CancellationTokenSource(limit);
            open = BoardStages.Route(BoardStages.PlanInMemory(board), workers, null, deadline.Token).Unconnected.Length;
        }

        try
        {
            var one = Measurement.Of(5, seconds, () => Route(1));
            return new(board, open, one, pair ? Measurement.Of(5, seconds, () => Route(2)) : null);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
