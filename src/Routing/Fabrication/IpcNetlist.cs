using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// A bare-board test netlist in IPC-D-356A: fixed columns of at most 80 characters, ASCII, metric (a unit is a micrometre), the board's
/// centre as origin.
/// </summary>
/// <remarks>
/// Columns of a test record, from 1: 1-3 kind (317 plated hole, 327 surface pad, 367 tooling hole), 4-17 net, 21-26 reference, 27 dash,
/// 28-31 pin, 32 M for a via (a midpoint), 33-38 D, hole and P or U, 39-41 access, 42-57 X and Y, 58-67 size, 68-71 turn, 73-74 what the mask covers.
/// A net whose name is longer than its 14 columns or not plain ASCII has an alias NNAMEn, declared in the header.
/// </remarks>
internal static class IpcNetlist
{
    private const int NetColumns = 14, LineLength = 80;

    public static byte[] Write(PlacedBoard board, FinalCopper copper, ImmutableArray<NetlistPoint> points)
    {
        var text = new StringBuilder();
        var aliases = Aliases(points);
        Line(text, $"C  {FileAttributes.Application} {BoardStages.CoreVersion}");
        Line(text, $"P  JOB   {Ascii(board.Project.FileStem)}");
        Line(text, "P  CODE  00");
        Line(text, "P  UNITS CUST 1");
        Line(text, $"P  TITLE {Ascii(board.Project.FileStem)}");
        Line(text, "P  NUM   1");
        Line(text, "P  REV   1");
        Line(text, "P  VER   IPC-D-356A");
        Line(text, "P  IMAGE PRIMARY");
        foreach (var (net, alias) in aliases)
        {
            Line(text, $"P  {alias}  {Ascii(net)}");
        }

        foreach (var point in points)
        {
            Line(text, Record(point, aliases));
        }

        foreach (var hole in copper.NonPlated.Hits.OfType<DrillHole>())
        {
            Line(text, ToolingHole(hole));
        }

        return Encoding.ASCII.GetBytes(text.Append("999\n").ToString());
    }

    private static SortedDictionary<string, string> Aliases(ImmutableArray<NetlistPoint> points)
    {
        var aliases = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var net in points.Select(point => point.Net).Distinct().Where(net => net.Length > NetColumns || Ascii(net) != net || net.Contains(' ', StringComparison.Ordinal)))
        {
            aliases.Add(net, string.Create(CultureInfo.InvariantCulture, $"NNAME{aliases.Count + 1}"));
        }

        return aliases;
    }

    private static string Record(NetlistPoint point, SortedDictionary<string, string> aliases)
    {
        var isVia = point.Component == "VIA";
        var kind = point.Hole > 0 ? "317" : "327";
        var net = point.Net.Length == 0 ? "N/C" : aliases.GetValueOrDefault(point.Net, point.Net);
        var pin = isVia ? new string(' ', 5) : $"-{Field(point.Pin, 4)}";
        var hole = point.Hole > 0 ? $"D{Size(point.Hole)}P" : new string(' ', 6);
        return $"{kind}{Field(net, NetColumns)}   {Field(point.Component, 6)}{pin}{(isVia ? 'M' : ' ')}{hole}A0{point.Side}"
            + $"{Place(point.At)}X{Size(point.Size.Width)}Y{Size(point.Size.Height)}R000 S{point.Masked}";
    }

    private static string ToolingHole(DrillHole hole) =>
        $"367{Field("N/C", NetColumns)}   {Field("", 6)}{new string(' ', 6)}D{Size(hole.Diameter)}UA00{Place(hole.At)}X{Size(hole.Diameter)}Y0000R000 S3";

    private static string Place(Point at) => $"X{Coordinate(at.X)}Y{Coordinate(at.Y)}";

    private static string Coordinate(long length)
    {
        var micrometres = Math.Clamp(Micrometres(length), -999_999, 999_999);
        return string.Create(CultureInfo.InvariantCulture, $"{(micrometres < 0 ? '-' : '+')}{Math.Abs(micrometres):D6}");
    }

    private static string Size(long length) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(Micrometres(length), 0, 9999):D4}");

    private static long Micrometres(long nanometres) => (long)Math.Round(nanometres / 1000.0, MidpointRounding.AwayFromZero);

    private static string Field(string value, int columns)
    {
        var ascii = Ascii(value);
        return ascii.Length > columns ? ascii[..columns] : ascii.PadRight(columns);
    }

    private static string Ascii(string value) => value.AsSpan().ContainsAnyExceptInRange(' ', '~')
        ? string.Concat(value.Select(c => c is >= ' ' and <= '~' ? c : '_'))
        : value;

    private static void Line(StringBuilder text, string line) => text.Append(line.Length > LineLength ? line[..LineLength] : line).Append('\n');
}
