using System.Globalization;
using System.Runtime.InteropServices;
using MakeDevice.StandInHost;

// stand-in-host serve APP [PORT [HUB]]  serves the function app in folder APP on loopback until it is interrupted; settings come from the
//                                       environment, the worker's log goes to standard error. HUB: connection string of the task hub's storage
//                                       account (Azurite will do); without it the hub is in memory
// stand-in-host cold-start APP [TIMES]  starts its worker again and again; prints a table of the times
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

switch (args)
{
    case ["serve", var app, .. var rest]:
        await ServeAsync(app, rest is [var port, ..] ? Number(port) : 7071, rest is [_, var hub] ? hub : null);
        return 0;
    case ["cold-start", var app, .. var rest]:
        await ColdStart.PrintAsync(app, rest is [var times] ? Number(times) : 20, stop.Token);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: stand-in-host serve APP [PORT [HUB]] | cold-start APP [TIMES]");
        return 2;
}

async Task ServeAsync(string app, int port, string? hub)
{
    await using var host = await FunctionsHost.StartAsync(app, port, [], hub, stop.Token);
    Console.WriteLine($"Worker {host.WorkerProcessId}");
    Console.WriteLine($"Listening on {host.Address} with function key {FunctionsHost.FunctionKey}");
    var shown = 0;
    while (!stop.IsCancellationRequested)
    {
        var log = host.Log;
        foreach (var line in log.Skip(shown))
        {
            await Console.Error.WriteLineAsync(line);
        }

        shown = log.Count;
        await Task.Delay(500, CancellationToken.None);
    }
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
