using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>Of a board's open sockets, those that more than bad luck keeps open.</summary>
/// <param name="Proved">Those of nets that must pass gaps with room for fewer, whoever routes.</param>
/// <param name="OnGrid">Those of nets that must pass gaps with room for fewer on the board's grid.</param>
internal sealed record RandomProof(int Open, int Proved, int OnGrid)
{
    public bool IsImpossible => Proved > 0;

    public static RandomProof Of(RoutingPlan plan, IReadOnlyCollection<int> open)
    {
        return open.Count == 0 ? new(0, 0, 0) : new(open.Count, Behind(Chains(plan, onGrid: false)), Behind(Chains(plan, onGrid: true)));

        int Behind(IReadOnlyList<Chain> chains)
        {
            var nets = chains.SelectMany(chain => chain.Nets).ToHashSet();
            return plan.Sockets.Count(socket => open.Contains(socket.Id) && nets.Contains(socket.Net));
        }
    }

    public string Describe() => Open == 0 ? ""
        : Proved > 0 ? $", {Proved} of them proved impossible"
        : OnGrid > 0 ? $", no proof, {OnGrid} of them too tight for the grid"
        : ", no proof";

    /// <summary>Says of every project in a folder which gaps hold too few tracks for the nets that must pass.</summary>
    public static void Print(string folder, string modules)
    {
        var library = new FolderModuleLibrary(modules);
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var board = RandomSeries.Place(File.ReadAllBytes(file), library);
            var plan = RoutePlanner.Plan(board).Plan;
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)}: anywhere {Worst(board, plan, onGrid: false)}; on the grid {Worst(board, plan, onGrid: true)}");
        }
    }

    private static string Worst(PlacedBoard board, RoutingPlan plan, bool onGrid) => Chains(plan, onGrid) is [var chain, ..]
        ? $"{chain.Nets.Length} nets ({string.Join(' ', chain.Nets.Select(net => plan.Net(net).Name))}) for {chain.Fits} tracks by {string.Join(", ", chain.Gaps.Select(gap => Name(board, gap)))}"
        : "no proof";

    private static string Name(PlacedBoard board, Gap gap) =>
        $"{BlockedIssue.Mm(gap.Width)} mm from {Name(board, gap.A)} to {Name(board, gap.B)} (holds {gap.Fits})";

    private static string Name(PlacedBoard board, Blocker blocker) =>
        blocker.Module < 0 ? BlockedIssue.Name(board, blocker) : $"{board.Project.Modules[blocker.Module].Key.Name} {blocker.Module + 1}";

    private static IReadOnlyList<Chain> Chains(RoutingPlan plan, bool onGrid) => ChainFinder.Find(plan, new(plan, onGrid), CancellationToken.None);
}
