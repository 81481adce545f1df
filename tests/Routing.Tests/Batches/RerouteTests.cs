using System.Collections.Immutable;
using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Options;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests.Batches;

/// <summary>Routing that begins with an earlier one is as sound as from scratch, whatever the earlier one is.</summary>
public class RerouteTests
{
    private const long Step = 500_000;

    [Theory]
    [InlineData(3, 8)]
    [InlineData(4, 12)]
    public void A_moved_module_gives_sound_copper_and_what_it_does_not_touch_stays(int seed, int modules)
    {
        var board = SyntheticBoards.Random(seed, modules);
        var state = State(board);
        var earlier = PreviousRouting.Read(state)!.Routed;
        var (kept, all) = (0, 0);
        foreach (var (module, by) in Moves(board))
        {
            var moved = Move(board, module, by);
            var result = BoardStages.Route(BoardStages.PlanInMemory(moved), state, 1, null, default);
            Assert.Empty(CopperChecks.Faults(moved, result.Routed));
            Assert.Empty(result.Routed.Unconnected);
            if (result.IsRerouted)
            {
                var now = PreviousRouting.Read(result.State())!.Routed;
                var others = board.Sockets.GroupBy(socket => socket.Net).Where(net => net.All(socket => socket.Module != module)).Select(net => net.Key);
                foreach (var net in others)
                {
                    all++;
                    kept += earlier.Tracks.Where(track => track.Net == net).SequenceEqual(now.Tracks.Where(track => track.Net == net)) ? 1 : 0;
                }
            }
        }

        // Of the nets that have no socket on the module, it may have come in the way of some.
        Assert.InRange(kept, all * 3 / 4, all);
        Assert.NotEqual(0, kept);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"topology":"tree"}""")]
    [InlineData("""{"grid":0.1}""")]
    public void The_same_board_keeps_its_copper_byte_for_byte(string rules)
    {
        var (plan, _, first) = RoutedOnce.Of(Board(4, 8, rules));
        var second = BoardStages.Route(plan, first.State(), 2, null, default);
        Assert.False(first.IsRerouted);
        Assert.True(second.IsRerouted);
        AssertSame(first.Routed, second.Routed);
        AssertSame(second.Routed, BoardStages.Route(plan, second.State(), 1, null, default).Routed);
    }

    [Theory]
    [InlineData(5, "", "OnLattice")]
    [InlineData(5, "", "Negotiated")]
    [InlineData(4, """{"topology":"tree"}""", "Negotiated")]
    public void The_result_does_not_depend_on_workers_or_on_stages(int seed, string rules, string manner)
    {
        var board = Board(seed, 8, rules);
        var state = (PreviousRouting.Read(State(board))! with { Manner = Enum.Parse<RoutingManner>(manner) }).Write();
        var helped = 0;
        foreach (var (module, by) in Moves(board).Take(4))
        {
            var moved = Move(board, module, by);
            var one = BoardStages.Route(BoardStages.PlanInMemory(moved), state, 1, null, default);
            helped += one.IsRerouted ? 1 : 0;
            Assert.Empty(CopperChecks.Faults(moved, one.Routed));
            AssertSame(one.Routed, BoardStages.Route(BoardStages.PlanInMemory(moved), state, 4, null, default).Routed);
            AssertSame(one.Routed, StagedRoute.Of(moved, state).Routed);
        }

        Assert.NotEqual(0, helped);
    }

    /// <summary>Random moves of a real board, one after the other, each from the routing before; the verifier is the judge.</summary>
    [Theory]
    [InlineData("typical", "{}", 1)]
    [InlineData("typical", """{"topology":"tree"}""", 2)]
    [InlineData("small", """{"grid":0.1}""", 3)]
    public void Many_moves_of_a_real_board_stay_sound(string sample, string rules, int seed)
    {
        var (board, _) = OptionBoards.Sample(sample, rules);
        var state = State(board);
        var random = new Random(seed);
        var (made, helped) = (0, 0);
        for (var tries = 0; tries < 60 && made < 8; tries++)
        {
            var by = new Point(random.Next(-8, 9) * 250_000L, random.Next(-8, 9) * 125_000L);
            if (new MovedBoard(board).TryMove([new(random.Next(board.Modules.Length), by)])?.Board is not { } moved)
            {
                continue;
            }

            var result = BoardStages.Route(BoardStages.PlanInMemory(moved), state, 1, null, default);
            Assert.Empty(result.Routed.Unconnected);
            Assert.Empty(BoardStages.Verify(moved, result.Routed).Issues);
            (board, state) = (moved, result.State());
            made++;
            helped += result.IsRerouted ? 1 : 0;
        }

        Assert.NotEqual(0, helped);
    }

    [Fact]
    public void Modules_that_come_and_go_are_routed_too()
    {
        var all = SyntheticBoards.Random(8, 10);
        var fewer = Without(all, all.Modules.Length - 1);
        foreach (var (from, to) in new[] { (all, fewer), (fewer, all) })
        {
            var routed = BoardStages.Route(BoardStages.PlanInMemory(to), State(from), 1, null, default).Routed;
            Assert.Empty(CopperChecks.Faults(to, routed));
            Assert.Empty(routed.Unconnected);
        }
    }

    [Fact]
    public void Another_board_s_routing_and_other_rules_are_no_obstacle()
    {
        var board = SyntheticBoards.Random(4, 8);
        var wider = board with { Rules = board.Rules with { TrackWidth = 150_000 } };
        var finer = board with { Rules = board.Rules with { Grid = 100_000 } };
        var tree = board with { Rules = board.Rules with { Topology = Topology.Tree } };
        foreach (var other in new[] { SyntheticBoards.Random(9, 6), wider, finer, tree })
        {
            var result = BoardStages.Route(BoardStages.PlanInMemory(board), State(other), 1, null, default);
            Assert.False(result.IsRerouted);
            AssertSame(RoutedOnce.Of(board).Routed, result.Routed);
        }
    }

    [Fact]
    public void Where_most_has_moved_the_board_is_routed_from_scratch()
    {
        var board = SyntheticBoards.Random(4, 8);
        var earlier = Enumerable.Range(0, board.Modules.Length).Where(module => module % 2 == 0).Aggregate(board, (moved, module) => Move(moved, module, new(Step, 0)));
        var result = BoardStages.Route(BoardStages.PlanInMemory(board), State(earlier), 1, null, default);
        Assert.False(result.IsRerouted);
        AssertSame(RoutedOnce.Of(board).Routed, result.Routed);
    }

    [Fact]
    public void A_damaged_state_is_no_state()
    {
        var board = SyntheticBoards.Random(1, 3);
        var state = State(board);
        Assert.True(BoardStages.IsRoutingState(state));
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            var damaged = random.Next(2) == 0 ? state[..random.Next(state.Length)] : [.. state];
            if (damaged.Length == state.Length)
            {
                damaged[random.Next(state.Length)] ^= (byte)(1 << random.Next(8));
            }

            Assert.False(BoardStages.IsRoutingState(damaged));
        }

        AssertSame(
            RoutedOnce.Of(board).Routed,
            BoardStages.Route(BoardStages.PlanInMemory(board), state[..^1], 1, null, default).Routed);
    }

    public static TheoryData<int, string> Forgeries => Series.IsLong
        ? new() { { 1, "" }, { 2, "" }, { 3, """{"topology":"tree"}""" }, { 4, """{"topology":"tree"}""" } }
        : new() { { 1, "" }, { 3, """{"topology":"tree"}""" } };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void Copper_that_nobody_routed_is_dropped_or_legal(int seed, string rules)
    {
        var board = Board(4, 8, rules);
        var honest = PreviousRouting.Read(State(board))!;
        var random = new Random(seed);
        for (var i = 0; i < 5; i++)
        {
            var forged = honest with { Manner = (RoutingManner)random.Next(4), Routed = Forge(honest.Routed, random, changes: i) };
            var result = BoardStages.Route(BoardStages.PlanInMemory(board), forged.Write(), 1, null, default);
            Assert.Empty(CopperChecks.Faults(board, result.Routed));
            Assert.Empty(result.Routed.Unconnected);
        }
    }

    /// <summary>Every so many tracks and vias become something else: other nets, widths, layers and places, on the board and far off it.</summary>
    internal static RoutedBoard Forge(RoutedBoard routed, Random random, int changes)
    {
        bool Changes() => random.Next(8) < changes;
        Point Near(Point p) => random.Next(8) switch
        {
            0 => new(p.X + random.Next(-1_000_000, 1_000_000), p.Y),
            1 => new(long.MaxValue, long.MinValue),
            < 6 => new(p.X + random.Next(-8, 9) * 250_000L, p.Y + random.Next(-8, 9) * 250_000L),
            _ => p,
        };
        return routed with
        {
            Tracks = [.. routed.Tracks.Select(track => !Changes() ? track : random.Next(5) switch
            {
                0 => track with { Kind = TrackKind.Bus, Width = 250_000 },
                1 => track with { Net = routed.Tracks[random.Next(routed.Tracks.Length)].Net },
                2 => track with { Layer = (CopperLayer)random.Next(4) },
                3 => track with { Points = [.. track.Points.Take(random.Next(track.Points.Count + 1))] },
                _ => track with { Points = [.. track.Points.Select(Near)] },
            })],
            Vias = [.. routed.Vias.Select(via => !Changes() ? via : via with { At = Near(via.At), Hole = random.Next(2) * via.Hole })],
        };
    }

    private static PlacedBoard Board(int seed, int modules, string rules) =>
        SyntheticBoards.Random(seed, modules, rules: rules.Length == 0 ? null : OptionBoards.Rules(rules));

    private static byte[] State(PlacedBoard board) => RoutedOnce.Of(board).Result.State();

    private static IEnumerable<(int Module, Point By)> Moves(PlacedBoard board) =>
        from module in Enumerable.Range(1, board.Modules.Length - 1)
        let step = (module % 4) switch { 0 => new Point(Step, 0), 1 => new Point(-Step, 0), 2 => new Point(0, Step), _ => new Point(0, -Step) }
        where BoardStages.PlanInMemory(Move(board, module, step)).CanRoute
        select (module, step);

    /// <summary>By less than the gap between zones: what was legal stays so.</summary>
    internal static PlacedBoard Move(PlacedBoard board, int module, Point by) => board with
    {
        Sockets = [.. board.Sockets.Select(socket => socket.Module == module ? socket with { At = socket.At + by } : socket)],
        Zones = [.. board.Zones.Select(zone => zone.Module == module ? zone with { Corners = [.. zone.Corners.Items.Select(corner => corner + by)] } : zone)],
    };

    private static PlacedBoard Without(PlacedBoard board, int module) => board with
    {
        Sockets = [.. board.Sockets.Where(socket => socket.Module != module)],
        Zones = [.. board.Zones.Where(zone => zone.Module != module)],
        Modules = [.. board.Modules.Where(placed => placed.Index != module)],
    };

    internal static void AssertSame(RoutedBoard expected, RoutedBoard actual)
    {
        Assert.Equal(expected.Tracks.AsEnumerable(), actual.Tracks);
        Assert.Equal(expected.Vias.AsEnumerable(), actual.Vias);
        Assert.Equal(expected.Unconnected.AsEnumerable(), actual.Unconnected);
    }
}
