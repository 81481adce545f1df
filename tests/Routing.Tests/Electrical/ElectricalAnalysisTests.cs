using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Verification;

namespace MakeDevice.Routing.Tests.Electrical;

/// <summary>Resistance, necks and lengths of copper whose values have a closed form. Sheet resistance of 35 µm at 20 °C: 1.724e-8 / 35e-6 Ω.</summary>
public class ElectricalAnalysisTests
{
    private const double Sheet = 1.724e-8 / 35e-6;

    [Fact]
    public void A_straight_track_has_its_length_by_its_width()
    {
        var net = Measure(TestBoard.Good(), "SDA");
        var socket = Assert.Single(net.Sockets);
        Near(Sheet * 6 / 0.125, socket.Ohms);
        Near(6e6, socket.Length);
        Assert.Equal(125_000, net.Neck!.Width);
        Near(0.048 * Math.Pow(10, 0.44) * Math.Pow(0.125 * 0.035 / (0.0254 * 0.0254), 0.725), net.Neck.Limit);
        Assert.False(net.IsPower);
    }

    [Fact]
    public void Warm_and_thick_copper_counts()
    {
        var rules = DesignRules.Default with { Electrical = new() { Temperature = 70, CopperThickness = 70_000 } };
        Near(Sheet / 2 * (1 + 0.00393 * 50) * 6 / 0.125, Assert.Single(Measure(TestBoard.Good().With(board => board.Rules = rules), "SDA").Sockets).Ohms);
    }

    [Fact]
    public void The_branches_of_a_T_share_its_stem()
    {
        // Stem of 2 mm and 0.25, branches of 3 and 4 mm and 0.125.
        var board = TestBoard.Empty()
            .Pad(CopperLayer.Front, 0, -2, 0.3, 0.3).Socket(0, "GND", 0, -2)
            .Pad(CopperLayer.Front, -3, 0, 0.3, 0.3).Socket(0, "GND", -3, 0)
            .Pad(CopperLayer.Front, 4, 0, 0.3, 0.3).Socket(1, "GND", 4, 0)
            .Track("GND", CopperLayer.Front, 0.25, (0, -2), (0, 0))
            .Track("GND", CopperLayer.Front, 0.125, (-3, 0), (4, 0));
        var net = Measure(board, "GND");
        Near(Sheet * (2 / 0.25 + 3 / 0.125), net.Sockets[0].Ohms);
        Near(Sheet * (2 / 0.25 + 4 / 0.125), net.Sockets[1].Ohms);
        Assert.Equal(2, net.Farthest!.Socket.Id);

        // 20 mA of module 1, none of the source's own.
        Near(0.02, net.Supply!.Current);
        Near(0.02 * Sheet * (2 / 0.25 + 4 / 0.125), net.Supply.Drop);
        Near(0.02, net.Supply.HottestCurrent);
        Assert.Equal(125_000, net.Supply.Hottest!.Width);
    }

    [Fact]
    public void Two_ways_are_parallel()
    {
        var board = TestBoard.Good()
            .Track("SDA", CopperLayer.Front, 0.125, (-3, 0), (-3, -3), (3, -3), (3, 0));
        var (direct, around) = (6.0, 12.0);
        var net = Measure(board, "SDA");
        Near(Sheet / 0.125 * direct * around / (direct + around), Assert.Single(net.Sockets).Ohms);
        Near(6e6, net.Sockets[0].Length);

        // Two thirds of the current go the short way.
        Near(1.5 * new CopperPhysics(new()).TrackLimit(125_000), net.Neck!.Limit);
    }

    [Fact]
    public void What_is_drawn_twice_is_one_piece_of_copper()
    {
        var board = TestBoard.Good()
            .Track("SDA", CopperLayer.Front, 0.125, (-2, 0), (1, 0))
            .Track("SDA", CopperLayer.Front, 0.125, (0, 0), (2, 0))
            .Track("SDA", CopperLayer.Front, 0.25, (1, 0), (2, 0));
        Near(Sheet * (5 / 0.125 + 1 / 0.25), Assert.Single(Measure(board, "SDA").Sockets).Ohms);
    }

    [Fact]
    public void A_way_over_the_other_layer_counts_two_holes()
    {
        var board = TestBoard.Empty()
            .Pad(CopperLayer.Front, -3, 0, 0.3, 0.3).Socket(0, "SDA", -3, 0)
            .Pad(CopperLayer.Front, 3, 0, 0.3, 0.3).Socket(1, "SDA", 3, 0)
            .Track("SDA", CopperLayer.Front, 0.125, (-3, 0), (-1, 0)).Via("SDA", -1, 0)
            .Track("SDA", CopperLayer.Back, 0.125, (-1, 0), (1, 0)).Via("SDA", 1, 0)
            .Track("SDA", CopperLayer.Front, 0.125, (1, 0), (3, 0));
        var hole = 1.724e-8 * 1.6e-3 / (Math.PI * 0.3e-3 * 18e-6);
        var net = Measure(board, "SDA");
        Near(Sheet * 6 / 0.125 + 2 * hole, Assert.Single(net.Sockets).Ohms);
        Near(6e6 + 2 * 1.6e6, net.Sockets[0].Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(30)]
    [InlineData(45)]
    public void A_strip_drawn_as_an_area_has_its_length_by_its_width_at_any_angle(double degrees)
    {
        // What the points add, where current enters, is the same for both lengths.
        Near(Sheet * 6 / 0.4, Between(6.5) - Between(3.5));

        double Between(double end)
        {
            var placement = new Placement(default, degrees);
            var corners = new[] { (-7.0, -0.2), (7.0, -0.2), (7.0, 0.2), (-7.0, 0.2) }.Select(p => Millimetres(placement.Apply(TestBoard.At(p)))).ToArray();
            var (from, to) = (Millimetres(placement.Apply(TestBoard.At(-end, 0))), Millimetres(placement.Apply(TestBoard.At(end, 0))));
            var board = TestBoard.Empty().Area(CopperLayer.Front, corners).Socket(0, "SDA", from.X, from.Y).Socket(1, "SDA", to.X, to.Y);
            return Assert.Single(Measure(board, "SDA").Sockets).Ohms!.Value;
        }
    }

    [Fact]
    public void A_plate_between_bars_has_its_length_by_its_width()
    {
        // Bars of copper a hundred times as wide as the plate is long would be sockets' pads: flashed, they are one node each.
        var board = TestBoard.Empty().Area(CopperLayer.Front, (-4, -3), (4, -3), (4, 3), (-4, 3))
            .Pad(CopperLayer.Front, -4, 0, 0.2, 6).Socket(0, "SDA", -4, 0)
            .Pad(CopperLayer.Front, 4, 0, 0.2, 6).Socket(1, "SDA", 4, 0);
        Near(Sheet * 7.8 / 6, Assert.Single(Measure(board, "SDA").Sockets).Ohms);
    }

    [Fact]
    public void A_slot_in_a_plate_is_gone_around_as_finite_differences_say()
    {
        var board = TestBoard.Empty()
            .Area(CopperLayer.Front, (-5, -1), (-0.1, -1), (-0.1, 0.8), (0.1, 0.8), (0.1, -1), (5, -1), (5, 1), (-5, 1))
            .Pad(CopperLayer.Front, -4.9, 0, 0.2, 2).Socket(0, "SDA", -4.9, 0)
            .Pad(CopperLayer.Front, 4.9, 0, 0.2, 2).Socket(1, "SDA", 4.9, 0);
        var net = Measure(board, "SDA");
        Near(Sheet * FiniteDifferences.Squares(-4.8, 4.8, -1, 1, 0.05, (x, y) => Math.Abs(x) > 0.1 || y > 0.8), net.Sockets[0].Ohms);
    }

    [Fact]
    public void What_no_copper_joins_has_no_resistance()
    {
        var net = Measure(TestBoard.Good().Pad(CopperLayer.Front, -3, -4).Socket(0, "SDA", -3, -4), "SDA");
        Assert.Equal([false, true], net.Sockets.Select(socket => socket.Ohms is null));
        Assert.NotNull(net.Worst);
    }

    [Fact]
    public void Tracks_side_by_side_have_more_capacitance()
    {
        var capacitance = new CopperCapacitance(new());
        var alone = Measure(TestBoard.Good(), "SDA").Capacitance;
        var beside = Measure(TestBoard.Good().Track("SCL", CopperLayer.Front, 0.125, (-2, 0.25), (2, 0.25)), "SDA").Capacitance;
        Near(4e-3 * capacitance.Coplanar(125_000, 125_000, 125_000), beside - alone);
        Near(6e-3 * capacitance.Microstrip(125_000) + 2 * capacitance.Area(1e12), alone);
    }

    private static (double X, double Y) Millimetres(Point p) => (Units.ToMillimetres(p.X), Units.ToMillimetres(p.Y));

    private static NetElectrical Measure(TestBoard board, string net)
    {
        var input = board.Input();
        var report = ElectricalAnalysis.Of(new(() => new(input)), new([], input.Rules.Electrical))!.Report();
        Assert.True(report.IsComplete);
        return Assert.Single(report.Nets, measured => measured.Net == net);
    }

    private static void Near(double expected, double? actual, double part = 0.02) => Assert.InRange(actual!.Value / expected, 1 - part, 1 + part);
}
