using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Bounds what the modules' drawings take in memory on a board, where every module has copies of its layers of its own: known before anything
/// is routed, and whatever the number of modules.
/// </summary>
internal static class DrawingMemory
{
    /// <summary><c>BOARD_TOO_DETAILED</c> where they take more than the board may; null where they do not.</summary>
    public static Issue? Check(PlacedBoard board)
    {
        var drawings = board.Modules.GroupBy(module => module.Package).Select(copies => (Package: copies.Key, Bytes: copies.Count() * copies.Key.DrawingBytes)).ToArray();
        var needed = drawings.Sum(drawing => drawing.Bytes);
        if (needed <= board.MostMegabytes * 1_000_000)
        {
            return null;
        }

        var (package, most) = drawings.MaxBy(drawing => drawing.Bytes);
        return new("BOARD_TOO_DETAILED", $"neededMb={Megabytes(needed)} availableMb={board.MostMegabytes} module={package.Key} moduleMb={Megabytes(most)}");
    }

    private static long Megabytes(long bytes) => (bytes + 999_999) / 1_000_000;
}
