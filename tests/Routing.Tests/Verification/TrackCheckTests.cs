using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

/// <summary>Pours at the borders of zones, on each side.</summary>
public sealed class TrackCheckTests
{
    private const CopperLayer Front = CopperLayer.Front;

    /// <summary>A zone off both axes, so that no side of it is another's mirror.</summary>
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1)]
    public void A_pour_may_touch_a_zone_on_every_side_and_enter_it_on_none(int x, int y)
    {
        Assert.Empty(Entering(-0.01));
        Assert.Empty(Entering(0.0005));
        Assert.Equal("The pour of SDA enters the zone of module 2.", Assert.Single(Entering(0.003)).Message);

        List<Finding> Entering(double depth)
        {
            // A zone of 2 x 2 mm about (0.2, -6), and a square of half a millimetre beside it.
            var (left, bottom) = (0.2 + x * (1.25 - depth) - 0.25, -6 + y * (1.25 - depth) - 0.25);
            (double X, double Y)[] corners = [(left, bottom), (left + 0.5, bottom), (left + 0.5, bottom + 0.5), (left, bottom + 0.5)];
            return
            [
                .. TestBoard.Good().Zone(2, -0.8, -7, 1.2, -5).With(board => board.Pours = [new Pour("SDA", Front, new([.. corners.Select(TestBoard.At)]))]).Area(Front, corners)
                    .Verify().Findings.Where(finding => finding.Kind == FindingKind.TrackInZone),
            ];
        }
    }

    [Fact]
    public void A_track_in_a_zone_without_a_socket_of_it_is_called_routed_copper()
    {
        var finding = Assert.Single(
            TestBoard.Good().Zone(2, -1, -7, 1, -5).Track("SDA", Front, 0.125, (0, 0), (0, -6)).Verify().Findings, finding => finding.Kind == FindingKind.TrackInZone);
        Assert.Equal("Routed copper of SDA enters the zone of module 2, which has no socket of it.", finding.Message);
    }
}
