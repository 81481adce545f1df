using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Editor;

/// <summary>Nanometres and board coordinates as JSON has them.</summary>
internal static class EditorUnits
{
    public static double Of(long nanometres) => Math.Round(Units.ToMillimetres(nanometres), 4) + 0.0;

    public static string Name(CopperLayer layer) => layer == CopperLayer.Front ? "front" : "back";

    public static double[] Flat(IEnumerable<Point> points) => [.. points.SelectMany(point => new[] { Of(point.X), Of(-point.Y) })];
}
