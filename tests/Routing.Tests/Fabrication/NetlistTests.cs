using System.Collections.Immutable;
using System.Text.RegularExpressions;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Tests.Fabrication;

public partial class NetlistTests
{
    [Theory]
    [InlineData("small")]
    [InlineData("dense")]
    [InlineData("angles")]
    public void Every_record_keeps_its_columns(string sample)
    {
        var (board, routed) = RealBoards.Sample(sample);
        var lines = Lines(board, routed);
        Assert.Equal("999", lines[^1]);
        Assert.All(lines, line => Assert.True(line.Length <= 80 && line.All(char.IsAscii), line));
        var records = lines.Where(line => line[0] == '3').ToList();
        Assert.NotEmpty(records);
        Assert.All(records, record => Assert.Matches(Columns(), record));
    }

    [Fact]
    public void Every_via_and_every_socket_is_listed_under_its_net()
    {
        var (board, routed) = RealBoards.Sample("typical");
        var lines = Lines(board, routed);
        Assert.NotEmpty(routed.Vias);
        Assert.All(routed.Vias, via => Assert.Contains(lines, line =>
            line.StartsWith("317" + via.Net.PadRight(14), StringComparison.Ordinal) && line.Contains(Place(via.At), StringComparison.Ordinal) && line.EndsWith("S3", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Length > 20 && line[20..].StartsWith("VIA        M", StringComparison.Ordinal));
        Assert.All(board.Sockets, socket => Assert.Contains(lines, line =>
            line[0] == '3' && line[3..17].TrimEnd() == socket.Net && line.Contains(Place(socket.At), StringComparison.Ordinal)));
    }

    [Fact]
    public void The_report_calls_a_socket_as_the_netlist_does()
    {
        var (board, routed) = RealBoards.Sample("typical");
        var lines = Lines(board, routed);
        var references = SocketReferences.Of(board);
        Assert.All(board.Sockets, socket => Assert.Contains(lines, line => line[0] == '3' && line.Contains(Place(socket.At), StringComparison.Ordinal)
            && (line[20..26].TrimEnd() == references[socket] || $"{line[20..26].TrimEnd()}-{line[27..31].TrimEnd()}" == references[socket])));
        using var report = System.Text.Json.JsonDocument.Parse(BoardStages.Verify(board, routed).Report);
        var told = report.RootElement.GetProperty("electrical").GetProperty("nets").EnumerateArray()
            .SelectMany(net => net.GetProperty("sockets").EnumerateArray().Select(socket => socket.GetProperty("socket")).Append(net.GetProperty("source"))).Select(name => name.GetString()!);
        Assert.Equal(board.Sockets.GroupBy(socket => socket.Net).Where(net => net.Count() > 1).SelectMany(net => net).Select(socket => references[socket]).Order(), told.Order());
        Assert.Distinct(told);
    }

    [Fact]
    public void A_socket_on_a_pad_without_a_name_is_numbered_after_the_others()
    {
        var package = TestBoards.Package("m", new([], [TestBoards.Pad(0, 0, "GND", "GS1", "1")]), sockets: [("GND", default), ("GND", Point.FromMillimetres(2, 0))]);
        var board = TestBoards.Of(package, package);
        Assert.Equal(["GS1", "GS3", "GS2", "GS4"], board.Sockets.Select(socket => SocketReferences.Of(board)[socket]));
    }

    [Fact]
    public void A_long_net_has_an_alias_that_the_header_declares()
    {
        const string Net = "Net-(U1-A very long name \u00e9)";
        var board = TestBoards.Of(TestBoards.Package("m", new([], [TestBoards.Pad(0, 0, Net, "U1", "1")])));
        var lines = Lines(board, RoutedBoard.Empty);
        Assert.Contains("P  NNAME1  M1:Net-(U1-A very long name _)", lines);
        Assert.Contains(lines, line => line.StartsWith("327NNAME1           U1    -1   ", StringComparison.Ordinal));
    }

    private static string[] Lines(Routing.Projects.PlacedBoard board, RoutedBoard routed) =>
        RealBoards.Text(board, routed, ".d356").TrimEnd('\n').Split('\n');

    private static string Place(Point at) =>
        FormattableString.Invariant($"X{Micrometres(at.X):+000000;-000000;+000000}Y{Micrometres(at.Y):+000000;-000000;+000000}");

    private static long Micrometres(long value) => (long)Math.Round(value / 1000.0, MidpointRounding.AwayFromZero);

    [GeneratedRegex(@"^3(17|27|67).{14}   .{6}[ -].{4}[ M](D\d{4}[PU]|      )A0[012]X[+-]\d{6}Y[+-]\d{6}X\d{4}Y\d{4}R\d{3} S[0-3]$")]
    private static partial Regex Columns();
}
