using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using MakeDevice.Command;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>Each stage of a job alone, and the job as a whole, warm and in one process.</summary>
[MemoryDiagnoser]
public class StageBenchmarks
{
    private byte[] _json = [];
    private FolderModuleLibrary _library = null!;
    private PlacedBoard _board = null!;
    private BoardPlan _plan = null!;
    private RoutedBoard _routed = null!;
    private ImmutableArray<string> _names;

    [ParamsSource(nameof(AllBoards))]
    public BenchmarkBoard Board { get; set; } = null!;

    public static IEnumerable<BenchmarkBoard> AllBoards => Boards.All();

    [GlobalSetup]
    public void Setup()
    {
        _json = File.ReadAllBytes(Board.Project);
        _library = new FolderModuleLibrary(Board.Modules);
        _board = Board.Place(_library);
        _plan = BoardStages.PlanInMemory(_board);
        _routed = BoardStages.Route(_plan, 1, null, CancellationToken.None);
        _names = BoardStages.ArtifactNames(_board);
        if (!_routed.Unconnected.IsEmpty)
        {
            throw new InvalidOperationException($"{Board.Name} is not fully routed: its figures would mean nothing");
        }
    }

    /// <summary>Project, module packages from disk, placement.</summary>
    [Benchmark]
    public PlacedBoard ReadCold() => Board.Place();

    /// <summary>The same with the packages parsed before.</summary>
    [Benchmark]
    public PlacedBoard Read() => Board.Place(_library);

    [Benchmark]
    public BoardPlan Plan() => BoardStages.PlanInMemory(_board);

    [Benchmark]
    public RoutedBoard RouteOneWorker() => BoardStages.Route(_plan, 1, null, CancellationToken.None);

    [Benchmark]
    public RoutedBoard RouteAllCores() => BoardStages.Route(_plan, Environment.ProcessorCount, null, CancellationToken.None);

    [Benchmark]
    public BoardVerification Verify() => BoardStages.Verify(_board, _routed);

    [Benchmark]
    public byte[] Fabricate() => BoardStages.Package(_names.Select(name => BoardStages.Fabricate(_board, _routed, name)));

    [Benchmark]
    public byte[] WholeJob() => Run(new JobRunner(_library, Environment.ProcessorCount)).Zip!;

    internal RouteOutcome Run(JobRunner runner) =>
        runner.RunAsync(_json, ReadOnlyMemory<byte>.Empty, new RunningRoute(), CancellationToken.None).GetAwaiter().GetResult();
}
