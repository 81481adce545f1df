namespace MakeDevice.Benchmarks;

/// <summary>
/// The predecessor's CPU seconds for one run of a board, measured on the same class of machine with 2 cores: each taken once, but for jvm06, which
/// was taken again several times in turns with ours and took 18 to 25 (31.2 at first); of it the least, and 91 % of that for routing.
/// </summary>
/// <param name="Job">The whole job.</param>
/// <param name="Routing">Of it, routing with its live pictures.</param>
/// <param name="RoutingAlone">Routing with the pictures switched off.</param>
internal sealed record PredecessorFigures(double Job, double Routing, double RoutingAlone, int PeakMegabytes, int CopperMillimetres, int Vias);

internal static class Predecessor
{
    public static readonly IReadOnlyDictionary<string, PredecessorFigures> Boards = new Dictionary<string, PredecessorFigures>
    {
        ["i2c02"] = new(2.2, 1.6, 0.52, 104, 477, 9),
        ["jvm02"] = new(4.1, 3.4, 1.7, 110, 674, 14),
        ["i2c04"] = new(5.0, 3.6, 1.1, 105, 641, 16),
        ["jvm04"] = new(9.9, 8.8, 3.2, 113, 1427, 32),
        ["i2c08"] = new(12.3, 10.1, 5.4, 113, 1688, 31),
        ["jvm06"] = new(18, 16.4, 8.0, 127, 2371, 50),
        ["i2c20"] = new(44.8, 38.6, 18.9, 130, 3484, 76),
    };

    /// <summary>Sockets and CPU seconds of its routing, pictures within: its boards above, and two mixes of 20 and 30 modules.</summary>
    public static readonly IReadOnlyList<(int Sockets, double Routing)> Scaling =
        [(9, 1.6), (12, 3.4), (16, 3.6), (26, 8.8), (31, 10.1), (40, 16.4), (76, 38.6), (107, 109), (145, 200)];
}
