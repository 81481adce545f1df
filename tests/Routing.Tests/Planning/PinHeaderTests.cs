using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Planning;

/// <summary>Sockets that stand in holes, as the pads of pin headers do: their own hole is no obstacle to them.</summary>
public class PinHeaderTests
{
    private static readonly (string Net, double X, double Y)[] Pins = [("A", 4.5, 1.27), ("B", 4.5, -1.27)];

    [Theory]
    [InlineData("{\"topology\":\"tree\"}")]
    [InlineData("{}")]
    [InlineData("{\"topology\":\"tree\",\"pour\":{\"net\":\"A\"}}")]
    public void A_board_of_pin_headers_is_routed_and_sound(string rules)
    {
        var board = Board(rules);
        var (routed, plan) = BoardStages.Route(board, 1, null, default);
        Assert.Empty(plan.Issues);
        Assert.Empty(routed.Unconnected);
        Assert.NotEmpty(routed.Tracks);
        Assert.Empty(BoardStages.Verify(board, routed).Issues);
    }

    [Fact]
    public void A_hole_beside_a_socket_stays_an_obstacle()
    {
        var board = Board("{}", "X0.0Y0.0\nX2.0Y0.0\n");
        var holes = RoutePlanner.Plan(board).Plan.Obstacles.Where(obstacle => obstacle.Kind == ObstacleKind.Hole).ToList();
        Assert.Equal(2 * 2, holes.Count(hole => hole.Net == 0));
        Assert.Equal(2 * Pins.Length, holes.Count(hole => hole.Net != 0));
    }

    /// <summary>Two headers that look at each other.</summary>
    private static PlacedBoard Board(string rules, string otherHoles = "")
    {
        var project = BoardStages.ReadProject("""
            {"name": "pins", "size": {"width": 50, "height": 30}, "modules": [
              {"id": "1", "name": "pins", "version": "1.0", "position": {"x": -10, "y": 0}},
              {"id": "2", "name": "pins", "version": "1.0", "position": {"x": 10, "y": 0}, "rotation": 180}]}
            """u8.ToArray()).Project!;
        var key = new ModuleKey("pins", "1.0");
        var packages = ImmutableDictionary<ModuleKey, ModulePackage>.Empty.Add(key, ModulePackageReader.Read(key, [.. Files(otherHoles)]));
        var (read, issues) = DesignRulesReader.Read("JLCPCB", Encoding.UTF8.GetBytes(rules));
        Assert.Empty(issues);
        return BoardStages.Place(project, packages, read!).Board!;
    }

    private static IEnumerable<ModuleFile> Files(string otherHoles)
    {
        const string header = "%FSLAX46Y46*%\n%MOMM*%\n%LPD*%\n%ADD10C,1*%\n%ADD11C,0.1*%\n%ADD12C,0.00999*%\n%ADD13C,0.01065*%\n%ADD14C,0.01066*%\nG01*\n";
        var pads = header + "D10*\n" + string.Concat(Pins.Select(pin => At(pin) + "D03*\n")) + "M02*\n";
        var sockets = header + "D11*\nX-5000000Y-3000000D02*\nX5000000Y-3000000D01*\nX5000000Y3000000D01*\nX-5000000Y3000000D01*\nX-5000000Y-3000000D01*\n"
            + string.Concat(Pins.SelectMany(pin => new[] { "D12", pin.Net == "A" ? "D13" : "D14" }.Select(circle => $"{circle}*\n{At(pin)}D02*\n{At(pin)}D01*\n"))) + "M02*\n";
        yield return File("gerbers/pins-GerberSockets.gbr", sockets);
        yield return File("gerbers/pins-F_Cu.gtl", pads);
        yield return File("gerbers/pins-B_Cu.gbl", pads);
        yield return File("gerbers/pins-PTH.drl", "M48\nMETRIC\nT1C0.600\n%\nG90\nT1\n" + string.Concat(Pins.Select(pin => string.Create(CultureInfo.InvariantCulture, $"X{pin.X:0.00}Y{pin.Y:0.00}\n"))) + otherHoles + "M30\n");
        yield return File("pins_1.0.json", "{}");
    }

    private static string At((string Net, double X, double Y) pin) => string.Create(CultureInfo.InvariantCulture, $"X{pin.X * 1e6:0}Y{pin.Y * 1e6:0}");

    private static ModuleFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
}
