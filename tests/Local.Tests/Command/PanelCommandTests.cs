using System.IO.Compression;
using System.Text.Json;

namespace MakeDevice.Local.Tests.Command;

public sealed class PanelCommandTests : IDisposable
{
    private readonly CommandProcess _command = new();

    public void Dispose() => _command.Dispose();

    [Fact]
    public async Task A_routed_board_becomes_a_panel()
    {
        var routed = await _command.RunAsync("route", CommandProcess.SampleProject("small"), "--modules", CommandProcess.SampleModules);
        Assert.True(routed.ExitCode == 0, routed.All);
        var result = await _command.RunAsync("panel", "small.zip", "--columns", "3", "--rows", "2", "--json");
        Assert.True(result.ExitCode == 0, result.All);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(("done", 6), (json.RootElement.GetProperty("status").GetString(), json.RootElement.GetProperty("copies").GetInt32()));
        Assert.Equal(_command.PathOf("panel.zip"), json.RootElement.GetProperty("artifact").GetString());
        await using var zip = await ZipFile.OpenReadAsync(_command.PathOf("panel.zip"));
        Assert.Contains("outline_all.GM1", zip.Entries.Select(entry => entry.Name));

        var scored = await _command.RunAsync("panel", "small.zip", "--spec", Path.Combine(CommandProcess.Samples, "panels", "scored.json"), "--rows", "1", "--out", "folder");
        Assert.True(scored.ExitCode == 0, scored.All);
        Assert.True(File.Exists(_command.PathOf(Path.Combine("folder", "copper_top.GTL"))));
    }

    [Theory]
    [InlineData("PANEL_BOARD_UNREADABLE", "nothing.zip")]
    [InlineData("PANEL_ZIP_INVALID", "board.zip")]
    [InlineData("PANEL_INVALID", "board.zip", "--packet")]
    [InlineData("PANEL_INVALID", "board.zip", "--columns", "0")]
    [InlineData("PANEL_SPEC_UNREADABLE", "board.zip", "--spec", "nothing.json")]
    [InlineData("PANEL_INVALID", "board.zip", "--spec", "board.zip")]
    [InlineData("OUTPUT_UNWRITABLE", "board.zip", "--out", "no/such/folder/panel.zip")]
    public async Task A_bad_input_has_its_code_and_leaves_nothing(string code, params string[] arguments)
    {
        _command.Write("board.zip", "no zip");
        var result = await _command.RunAsync(["panel", .. arguments]);
        Assert.Equal(2, result.ExitCode);
        Assert.Matches($@"(^{code} |^error .+ \[{code}\])", result.Error);
        Assert.Equal(["board.zip"], Directory.EnumerateFileSystemEntries(_command.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_specification_that_says_a_thing_twice_is_refused_whatever_the_command_line_adds()
    {
        _command.Write("board.zip", "no zip");
        _command.Write("twice.json", """{"columns":2,"columns":3}""");
        var result = await _command.RunAsync("panel", "board.zip", "--spec", "twice.json", "--rows", "2");
        Assert.Equal(2, result.ExitCode);
        Assert.Matches(@"^error .*not valid JSON: .+ \[PANEL_INVALID\]", result.Error);
    }
}
