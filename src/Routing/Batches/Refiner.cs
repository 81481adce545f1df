using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// Shortens a routed side: every socket in turn gives up its own branch and takes a cheaper one where there is one, to any
/// copper of its net. Stars become trees and buses shrink to what is used. Nothing that is connected is ever lost, because
/// the old branch stays available.
/// </summary>
internal sealed class Refiner(RoutingSide side)
{
    private const int Passes = 2;

    private readonly SideCopper _copper = new(side);
    private readonly PathSearch _search = new(side);

    public SideState Refine(SideState state, CancellationToken cancellationToken)
    {
        _copper.Load(state.Connections);
        for (var pass = 0; pass < Passes; pass++)
        {
            var improved = false;
            foreach (var socket in _copper.Connections.OrderByDescending(c => c.Cost).ThenBy(c => c.Socket).Select(c => c.Socket).ToList())
            {
                cancellationToken.ThrowIfCancellationRequested();
                improved |= Shorten(socket);
            }

            if (!improved)
            {
                break;
            }
        }

        return state with { Connections = [.. _copper.Connections.OrderBy(connection => connection.Socket)] };
    }

    private bool Shorten(int socket)
    {
        var branch = _copper.Connections.First(connection => connection.Socket == socket);
        if (NetTree.Prune(side, _copper.Connections, branch) is var (leaf, before, after))
        {
            _copper.Replace(branch, leaf);
            _copper.Replace(before, after);
            branch = leaf;
        }

        _copper.Remove(branch);
        var limit = branch.Cost + (branch.BusVia ? PathCost.Via + PathCost.Straight * _copper.Extent(branch.Net).Extension(side.Grid.Row(branch.Join)) : 0);
        var shorter = _search.Find(_copper, side.Socket(socket), limit);
        _copper.Add(shorter ?? branch);
        return shorter is not null;
    }
}
