namespace MakeDevice.Benchmarks;

/// <summary>What another autorouter made of a board, with free topology and our tracks, clearances and vias.</summary>
/// <param name="Clean">True where it completed the board without a clearance error.</param>
internal sealed record RivalFigures(string Router, int CopperMillimetres, int Vias, bool Clean);

/// <summary>
/// pcb-rnd's autorouter, tscircuit's capacity autorouter and freerouting 2 on the predecessor's boards; runs that left sockets open are left out (pcb-rnd joins 14 of 18 connections of jvm04). Each was taken once, pcb-rnd and tscircuit twice.
/// </summary>
internal static class Rivals
{
    public static readonly IReadOnlyDictionary<string, RivalFigures[]> Boards = new Dictionary<string, RivalFigures[]>
    {
        ["i2c04"] = [new("pcb-rnd", 232, 6, true), new("tscircuit", 194, 12, true), new("freerouting", 183, 8, true)],
        ["jvm04"] = [new("tscircuit", 471, 31, false)],
        ["i2c08"] = [new("tscircuit", 675, 32, true)],
        ["jvm06"] = [new("tscircuit", 1374, 82, false)],
        ["i2c20"] = [new("pcb-rnd", 1868, 37, true), new("tscircuit", 1341, 103, false)],
    };

    /// <summary>The one to beat: the shortest that is clean, and tscircuit where none is; null where no rival was run.</summary>
    public static RivalFigures? Best(string board) => Boards.GetValueOrDefault(board)?
        .OrderByDescending(rival => rival.Clean).ThenBy(rival => rival.CopperMillimetres).First();
}
