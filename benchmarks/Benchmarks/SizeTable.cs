using System.Diagnostics;
using System.Globalization;
using MakeDevice.Routing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>
/// What boards take of a machine, for the table of docs/operations.md: memory as it is estimated before the start (<see cref="GridPitch"/>), and as it was, each board in a process
/// of its own with the service's settings of the garbage collector.
/// </summary>
internal static class SizeTable
{
    /// <summary>Side and grid in millimetres.</summary>
    private static readonly (int Modules, int Side, double Grid)[] Rows =
    [
        (10, 130, 0.25), (30, 250, 0.25), (30, 500, 0.25), (200, 500, 0.25), (30, 250, 0.1), (200, 500, 0.1), (200, 500, 0.05),
    ];

    /// <summary><c>sizes</c>: the table.</summary>
    public static int Run()
    {
        Console.WriteLine("| board | sockets | grid asked for, taken mm | estimate MB | measured MB | open | CPU s, warm |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (modules, side, grid) in Rows)
        {
            string[] arguments = [typeof(SizeTable).Assembly.Location, "size", $"{modules}", $"{side}", grid.ToString(CultureInfo.InvariantCulture)];
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { Environment = { ["DOTNET_GCConserveMemory"] = "5", ["DOTNET_gcConcurrent"] = "0" } })!;
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                return process.ExitCode;
            }
        }

        return 0;
    }

    /// <summary><c>size MODULES SIDE GRID</c>: one row, measured in this process.</summary>
    public static int One(string[] arguments)
    {
        var (modules, side) = (int.Parse(arguments[0], CultureInfo.InvariantCulture), int.Parse(arguments[1], CultureInfo.InvariantCulture));
        var rules = DesignRules.Default with { Grid = Units.FromMillimetres(double.Parse(arguments[2], CultureInfo.InvariantCulture)) };
        var board = SyntheticBoard.Of(modules, side * Units.Millimetre, rules);
        var pitch = GridPitch.Of(board).Pitch;
        Route(SyntheticBoard.Of(2, DesignRules.Default)); // what the program itself takes is not the board's
        GC.Collect();
        PeakMemory.Reset();
        var before = PeakMemory.Megabytes();
        var open = Route(board);
        var measured = PeakMemory.Megabytes() - before;
        var begun = Environment.CpuUsage.TotalTime;
        Route(board);
        var cpu = (Environment.CpuUsage.TotalTime - begun).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {side} x {side} mm | {board.Sockets.Length} | {arguments[2]}, {Units.ToMillimetres(pitch)} | {GridPitch.Megabytes(board.Project.Board, pitch)} | {measured:0} | {open} | {cpu:0.0} |"));
        return 0;
    }

    private static int Route(PlacedBoard board) => BoardStages.Route(BoardStages.PlanInMemory(board), 1, null, CancellationToken.None).Unconnected.Length;
}
