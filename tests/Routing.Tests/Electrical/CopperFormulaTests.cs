using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Electrical;

/// <summary>The formulas against values that are published or follow from others.</summary>
public class CopperFormulaTests
{
    [Fact]
    public void Currents_are_those_of_IPC_2221()
    {
        // 1 mm of 35 µm on an outer layer for 10 K: 54.25 square mils, 2.39 A.
        var physics = new CopperPhysics(new());
        Assert.Equal(2.39, physics.TrackLimit(1_000_000), 0.02);

        // Half the constant within the board.
        Assert.Equal(physics.TrackLimit(1_000_000) / 2, physics.BarrelLimit(1_000_000 * 35.0 / 18), 1e-9);
    }

    [Fact]
    public void A_track_of_50_ohms_has_its_capacitance()
    {
        // On FR-4 of 4.5 a microstrip of w/h = 1.88 has 50 Ω and εeff 3.4: C = sqrt(εeff) / (c Z).
        Assert.Equal(Math.Sqrt(3.4) / (299_792_458.0 * 50) * 1e12, new CopperCapacitance(new()).Microstrip(3_008_000) * 1e12, 2.0);
    }

    [Fact]
    public void A_very_wide_track_is_a_plate()
    {
        var capacitance = new CopperCapacitance(new());
        Assert.InRange(capacitance.Microstrip(400e6) / capacitance.Area(400e6 * 1e9), 1, 1.05);
    }

    [Theory]
    [InlineData(250_000, 250_000)]
    [InlineData(125_000, 500_000)]
    public void Strips_of_one_width_have_the_capacitance_of_the_symmetric_formula(double gap, double width)
    {
        // C = ε0 εeff K(k0') / K(k0), k0 = s / (s + 2w): the same by Landen's transformation.
        var k = gap / (gap + 2 * width);
        var expected = 8.8541878128e-12 * (4.5 + 1) / 2 * Elliptic(Math.Sqrt(1 - k * k)) / Elliptic(k);
        Assert.Equal(expected * 1e12, new CopperCapacitance(new()).Coplanar(gap, width, width) * 1e12, 1e-6);
    }

    [Theory]
    [InlineData("SDA", true)]
    [InlineData("I2C_SCL1", true)]
    [InlineData("sda_3", true)]
    [InlineData("SCLK", false)]
    [InlineData("MUSCLE", false)]
    public void A_bus_is_known_by_its_name(string net, bool isBus) => Assert.Equal(isBus, ElectricalIssues.IsBus(net));

    [Theory]
    [InlineData("GND", true)]
    [InlineData("Vcc", true)]
    [InlineData("+3V3", true)]
    [InlineData("3V3", true)]
    [InlineData("JD_PWR", true)]
    [InlineData("JD_DATA", false)]
    [InlineData("SWDIO_1", false)]
    public void A_supply_is_known_by_its_name(string net, bool isPower) => Assert.Equal(isPower, DesignRules.Default.IsPower(net));

    /// <summary>K(k) by Simpson's rule.</summary>
    private static double Elliptic(double k)
    {
        const int steps = 200_000;
        double F(int i) => 1 / Math.Sqrt(1 - Math.Pow(k * Math.Sin(Math.PI / 2 * i / steps), 2));
        return Math.PI / 2 / steps / 3 * Enumerable.Range(0, steps + 1).Sum(i => F(i) * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2));
    }
}
