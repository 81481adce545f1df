using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MakeDevice.Benchmarks;

// The first word chooses; anything else goes to BenchmarkDotNet, for instance --filter '*Route*'. With --save the page of results is renewed, too.
switch (args.FirstOrDefault())
{
    case "table":
        return TableCommands.Stages(args.AsSpan(1));
    case "copper":
        return TableCommands.Copper(args.AsSpan(1));
    case "grids":
        return TableCommands.Grids(args.AsSpan(1));
    case "options":
        return TableCommands.Options(args.AsSpan(1));
    case "scaling":
        return TableCommands.Scaling(args.AsSpan(1));
    case "pour":
        return TableCommands.Pour(args.AsSpan(1));
    case "added-pour":
        return await TableCommands.AddedPourAsync(args.AsMemory(1)).ConfigureAwait(false);
    case "caches":
        return TableCommands.Caches(args.AsSpan(1));
    case "sizes":
        return SizeTable.Run();
    case "size" when args.Length == 4:
        return SizeTable.One(args[1..]);
    case "section" when args.Length == 2:
        return TableCommands.Section(args[1]);
    case "reroute":
        return await RerouteTable.RunAsync(args.AsMemory(1)).ConfigureAwait(false);
    case "overhead":
        return await OverheadTable.RunAsync(args.AsMemory(1)).ConfigureAwait(false);
    case "random":
        return await RandomCommand.RunAsync(args.AsMemory(1)).ConfigureAwait(false);
}

// In this process: BenchmarkDotNet's own project would have to be restored, which a partial feed does not allow.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(StageBenchmarks).Assembly).Run(args, config);
return 0;
