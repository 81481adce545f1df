using MakeDevice.Load;

// load SCENARIO… --makedevice EXE --modules DIR --projects DIR [--azurite JS] [--results DIR] [--jobs N] [--pollers N] [--soak-minutes N] [--small-disk DIR]
// Starts its own host on loopback for each scenario, drives it, verifies every zip, prints one table a scenario and writes one plot.
// Exit 1 where a job was lost, corrupt, or ended with another board's bytes.
var options = Options.Parse(args);
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(options.Minutes));
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

Directory.CreateDirectory(options.Results);
var boards = await BoardSet.MakeAsync(options, stop.Token);
Console.Error.WriteLine($"{boards.All.Count} boards, expected bytes of each made by `makedevice route`");

var failed = false;
foreach (var name in options.Scenarios)
{
    var report = await Scenarios.RunAsync(name, options, boards, stop.Token);
    report.Print(Console.Out);
    await File.WriteAllTextAsync(Path.Combine(options.Results, name + ".svg"), Plot.Of(report), stop.Token);
    if (report.Growth.Count > 0)
    {
        await File.WriteAllTextAsync(Path.Combine(options.Results, name + "-growth.svg"), Plot.OfGrowth(report), stop.Token);
    }

    await File.WriteAllTextAsync(Path.Combine(options.Results, name + ".md"), report.Text(), stop.Token);
    failed |= report.HasLoss;
}

return failed ? 1 : 0;
