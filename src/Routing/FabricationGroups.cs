using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <summary>
/// Shares out the files of a package by cost. A file costs about as much as it has graphic objects: those of its modules' layers, and of the
/// routing on copper, drills, netlist and pictures.
/// </summary>
internal static class FabricationGroups
{
    /// <summary>More groups would wait for each other at the packing.</summary>
    private const int Most = 3;

    /// <summary>
    /// Objects in all files together that are worth a group: about half a second of one core, where another activity costs some tenths of a second.
    /// </summary>
    private const long ObjectsPerGroup = 400_000;

    /// <summary>What a file costs besides its objects.</summary>
    private const long ObjectsPerFile = 100;

    public static ImmutableArray<ImmutableArray<string>> Of(PlacedBoard board, RoutedBoard routed) => Share(Costs(board, routed));

    /// <summary>Costliest first, each to the group that has least so far; within a group in package order.</summary>
    internal static ImmutableArray<ImmutableArray<string>> Share(IReadOnlyList<(string Name, long Cost)> files)
    {
        var count = (int)Math.Clamp(files.Sum(file => file.Cost) / ObjectsPerGroup, 1, Math.Min(Most, Math.Max(1, files.Count)));
        var groups = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        var costs = new long[count];
        foreach (var (file, index) in files.Select((file, index) => (file, index)).OrderByDescending(item => item.file.Cost).ThenBy(item => item.index))
        {
            var least = Array.IndexOf(costs, costs.Min());
            groups[least].Add(index);
            costs[least] += file.Cost;
        }

        return [.. groups.Select(group => group.Order().Select(index => files[index].Name).ToImmutableArray())];
    }

    private static List<(string Name, long Cost)> Costs(PlacedBoard board, RoutedBoard routed)
    {
        var objects = BoardFabricator.Objects(board);
        var copper = routed.Tracks.Sum(track => (long)track.Points.Count) + routed.Vias.Length;
        var all = objects.Values.Sum() + copper;
        return [.. BoardPackage.Names(board).Select(name => (name, ObjectsPerFile + (objects.TryGetValue(name, out var own) ? own + copper : all)))];
    }
}
