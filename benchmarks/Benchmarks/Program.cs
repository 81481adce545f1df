using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MakeDevice.Benchmarks;

// table [RUNS]: medians beside the predecessor's figures, in a minute. Anything else goes to BenchmarkDotNet, for instance --filter '*Route*'.
if (args is ["table", ..])
{
    var runs = args.Length > 1 && int.TryParse(args[1], out var asked) && asked > 0 ? asked : 25;
    Console.Write(await ComparisonTable.MakeAsync(runs).ConfigureAwait(false));
    return 0;
}

if (args is ["random", ..])
{
    return await RandomCommand.RunAsync(args.AsMemory(1)).ConfigureAwait(false);
}

// In this process: BenchmarkDotNet's own project would have to be restored, which a partial feed does not allow.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(StageBenchmarks).Assembly).Run(args, config);
return 0;
