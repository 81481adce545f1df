using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests;

/// <summary>Projects built in code; positions in board millimetres (y up), rotation counter-clockwise.</summary>
internal static class TestProjects
{
    public static Project Board(double width, double height, params (string Module, double X, double Y, double Degrees)[] modules) => new(
        "p", "test", "test", new BoardOutline(Units.FromMillimetres(width), Units.FromMillimetres(height), 0, false, false), "JLCPCB",
        [.. modules.Select((m, i) => Instance(i, m.Module, m.X, m.Y, m.Degrees))], "");

    private static ModuleInstance Instance(int index, string module, double x, double y, double degrees) =>
        new($"id{index}-long", new(module, "1.0"), new Placement(Point.FromMillimetres(x, y), degrees), -degrees);
}
