using System.Collections.Immutable;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Batches;

/// <summary>How the connections of a net hang together: each ends on the bus or on another one.</summary>
internal static class NetTree
{
    /// <summary>
    /// Takes a socket's own branch off the copper: its track as far as no other depends on it. What others depend on passes to
    /// one of them.
    /// </summary>
    public static Connection TakeBranch(RoutingSide side, SideCopper copper, int socket)
    {
        var branch = copper.Of(socket);
        if (Prune(side, copper.Connections, branch) is var (leaf, before, after))
        {
            copper.Replace(branch, leaf);
            copper.Replace(before, after);
            branch = leaf;
        }

        copper.Remove(branch);
        return branch;
    }

    /// <summary>What a connection costs on top of the copper there is: its path, its via, and the bus it makes longer.</summary>
    public static int Price(RoutingSide side, SideCopper copper, Connection connection) => connection.BusVia
        ? connection.Cost + PathCost.Via + PathCost.Straight * copper.Extent(connection.Net).Extension(side.Grid.Row(connection.Join))
        : connection.Cost;

    /// <summary>
    /// Makes a connection the end of its net: where others join it, the one nearest to the socket takes over the rest of the
    /// way. The copper stays the same. Null where nothing joins it.
    /// </summary>
    private static (Connection Leaf, Connection Before, Connection After)? Prune(RoutingSide side, IReadOnlyList<Connection> connections, Connection connection)
    {
        var heir = default(Connection);
        var at = int.MaxValue;
        foreach (var other in connections)
        {
            if (other.Net != connection.Net || other.BusVia || ReferenceEquals(other, connection))
            {
                continue;
            }

            var index = connection.Nodes.IndexOf(other.Join);
            if (index < 0 || (index == connection.Nodes.Length - 1 && !connection.BusVia))
            {
                continue;
            }

            if (index < at || (index == at && other.Socket < heir!.Socket))
            {
                (heir, at) = (other, index);
            }
        }

        if (heir is null)
        {
            return null;
        }

        var leafNodes = connection.Nodes[..(at + 1)];
        var heirNodes = heir.Nodes.AddRange(connection.Nodes[(at + 1)..]);
        var leaf = connection with { Nodes = leafNodes, BusVia = false, Cost = Cost(side, connection, leafNodes) };
        var after = heir with { Nodes = heirNodes, BusVia = connection.BusVia, Cost = Cost(side, heir, heirNodes) };
        return (leaf, heir, after);
    }

    /// <summary>Cost of a connection's leg and path.</summary>
    public static int Cost(RoutingSide side, Connection connection, ImmutableArray<int> nodes)
    {
        var access = side.Accesses(connection.Socket)[connection.Access];
        var cost = (int)(access.Length * PathCost.Straight / side.Grid.Pitch);
        var heading = access.Direction;
        for (var i = 1; i < nodes.Length; i++)
        {
            var direction = side.Grid.DirectionOf(nodes[i] - nodes[i - 1]);
            cost += PathCost.Step(direction) + Math.Max(0, PathCost.Turn(heading, direction));
            heading = direction;
        }

        return cost;
    }
}
