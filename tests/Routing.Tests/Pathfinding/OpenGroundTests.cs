using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class OpenGroundTests
{
    private const int Columns = 70;
    private const int Rows = 40;

    /// <summary>Both counts against their definition, node by node, from everywhere on maps between nearly empty and crowded.</summary>
    [Theory]
    [InlineData(1, 400)]
    [InlineData(2, 40)]
    [InlineData(3, 6)]
    public void It_ends_where_a_node_is_claimed_or_noted_or_one_beside_the_next_is(int seed, int spacing)
    {
        var map = MapOf(new Random(seed), spacing);
        for (var row = 1; row < Rows - 1; row++)
        {
            for (var column = 1; column < Columns - 1; column++)
            {
                var node = row * Columns + column;
                Assert.Equal(Expected(map, node, 1, Columns, Columns - 1 - column), OpenGround.Along(map, Columns, node, 1, Columns - 1 - column));
                Assert.Equal(Expected(map, node, -1, Columns, column), OpenGround.Along(map, Columns, node, -1, column));
                Assert.Equal(Expected(map, node, 1, Columns, Math.Min(5, Columns - 1 - column)), OpenGround.Along(map, Columns, node, 1, Math.Min(5, Columns - 1 - column)));
                Assert.Equal(Expected(map, node, Columns, 1, Rows), OpenGround.Across(map, node, Columns));
                Assert.Equal(Expected(map, node, -Columns, 1, Rows), OpenGround.Across(map, node, -Columns));
            }
        }
    }

    private static int Expected(CopperMap map, int from, int delta, int beside, int most)
    {
        var count = 0;
        for (var node = from; count < most && map.Owner[node] == 0 && map.Flags[node] == 0; node += delta)
        {
            if (map.Owner[node + delta + beside] != 0 || map.Owner[node + delta - beside] != 0)
            {
                break;
            }

            count++;
        }

        return count;
    }

    /// <summary>One node of so many is claimed, half as many are noted, and the border is closed.</summary>
    private static CopperMap MapOf(Random random, int spacing)
    {
        var map = new CopperMap(Columns * Rows);
        for (var node = 0; node < map.Count; node++)
        {
            var (column, row) = (node % Columns, node / Columns);
            var isBorder = column is 0 or Columns - 1 || row is 0 or Rows - 1;
            map.Owner[node] = isBorder ? CopperMap.Blocked : random.Next(spacing) == 0 ? (ushort)3 : (ushort)0;
            map.Flags[node] = (byte)(random.Next(2 * spacing) == 0 ? 16 : 0);
        }

        return map;
    }
}
