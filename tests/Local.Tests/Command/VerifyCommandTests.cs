using System.Text.Json;

namespace MakeDevice.Local.Tests.Command;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly CommandProcess _command = new();

    public void Dispose() => _command.Dispose();

    [Fact]
    public async Task A_package_is_checked_from_its_zip_and_from_a_folder_with_report_and_pictures()
    {
        foreach (var package in (string[])["small.zip", "small"])
        {
            Assert.Equal(0, (await _command.RunAsync("route", CommandProcess.SampleProject("small"), "--out", package)).ExitCode);
            var result = await _command.RunAsync("verify", package, "--out", $"checked-{package}", "--json");
            Assert.True(result.ExitCode == 0, result.All);
            using var json = JsonDocument.Parse(result.Output);
            Assert.Equal("verified", json.RootElement.GetProperty("status").GetString());
            Assert.True(json.RootElement.GetProperty("sockets").GetInt32() > 0);
            Assert.True(json.RootElement.GetProperty("report").GetProperty("passed").GetBoolean());
            Assert.Equal(["back.svg", "front.svg", "report.json"], Directory.GetFiles(_command.PathOf($"checked-{package}")).Select(Path.GetFileName).Order());
        }
    }

    [Fact]
    public async Task A_package_that_lacks_copper_is_not_verified()
    {
        Assert.Equal(0, (await _command.RunAsync("route", CommandProcess.SampleProject("small"), "--out", "small")).ExitCode);
        var copper = _command.PathOf("small/small-F_Cu.gtl");
        var lines = await File.ReadAllLinesAsync(copper);
        await File.WriteAllLinesAsync(copper, lines.Where(line => !line.EndsWith("D01*", StringComparison.Ordinal)));
        var result = await _command.RunAsync("verify", "small");
        Assert.True(result.ExitCode == 3, result.All);
        Assert.Matches(@"  error    The check of .*open.* \[VERIFICATION_FAILED\]", result.Output);
    }

    [Fact]
    public async Task What_is_no_package_is_said_in_one_line()
    {
        _command.Write("text.zip", "no zip at all");
        var result = await _command.RunAsync("verify", "text.zip");
        Assert.Equal(2, result.ExitCode);
        Assert.Matches(@"  error    .*it is no zip, or a damaged one.* \[PACKAGE_INVALID\]", result.Output);
        Assert.Contains("PACKAGE_UNREADABLE", (await _command.RunAsync("verify", "none.zip")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"segments":[]}""", 3, "ROUTING_UNCONNECTED_SOCKETS ")]
    [InlineData("""{"segments":[{"layer":"X"}]}""", 2, "ROUTE_INVALID path=$.segments[0].layer")]
    public async Task A_route_made_elsewhere_is_checked_against_its_project(string route, int exitCode, string issue)
    {
        var result = await _command.RunAsync("verify", CommandProcess.SampleProject("small"), "--route", _command.Write("route.json", route), "--out", "out.zip", "--json");
        Assert.True(result.ExitCode == exitCode, result.All);
        Assert.Contains(issue, result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_command.PathOf("out.zip")));
    }
}
