using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using MakeDevice.Command;

namespace MakeDevice.Local.Tests.Command;

/// <summary>The command as a tool among others: help, suggestions, standard input and output, several boards, a project from nothing.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly CommandProcess _command = new();

    public void Dispose() => _command.Dispose();

    [Fact]
    public async Task A_bare_call_shows_the_help()
    {
        var result = await _command.RunAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.All(["new", "check", "route", "panel", "verify", "modules", "serve"], command => Assert.Contains($"  {command} ", result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rout", "route")]
    [InlineData("serv", "serve")]
    [InlineData("route small --modulse x", "--modules")]
    [InlineData("modules --jsno", "--json")]
    public async Task A_slip_of_the_pen_is_told(string arguments, string meant)
    {
        var result = await _command.RunAsync(arguments.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"Did you mean '{meant}'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_begins_with_modules_and_can_be_routed()
    {
        var made = await _command.RunAsync("new", "night light", "sample_jacdaptor", "sample_button", "sample_rgb_led", "sample_rgb_led");
        Assert.True(made.ExitCode == 0, made.All);
        var project = Assert.Single(Directory.GetFiles(_command.Folder));
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(project));
        Assert.Equal(4, json.RootElement.GetProperty("modules").GetArrayLength());

        var again = await _command.RunAsync("new", "night light");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("OUTPUT_EXISTS", again.Error, StringComparison.Ordinal);

        var check = await _command.RunAsync("check", project);
        Assert.True(check.ExitCode == 0, check.All);
        Assert.Contains("nothing forbids routing", check.Output, StringComparison.Ordinal);
        Assert.Matches(@"GND +\d+ sockets of sample_jacdaptor, sample_button, sample_rgb_led", check.Output);
    }

    [Fact]
    public async Task A_size_that_is_too_small_is_told_and_the_project_written()
    {
        var made = await _command.RunAsync("new", "tiny", "sample_jacdaptor", "sample_button", "--size", "30x20");
        Assert.True(made.ExitCode == 0, made.All);
        Assert.Contains("[MODULE_OVERHANGING_BOARD_EDGE]", made.Output, StringComparison.Ordinal);
        var check = await _command.RunAsync("check", "tiny.MakeDevice", "--json");
        Assert.Equal(2, check.ExitCode);
        Assert.False(JsonDocument.Parse(check.Output).RootElement.GetProperty("canRoute").GetBoolean());
    }

    [Fact]
    public async Task A_project_comes_in_and_its_zip_goes_out_by_the_standard_streams()
    {
        var made = await _command.RunAsync("new", "piped", "sample_i2c_thermometer", "sample_i2c_motion", "--out", "-");
        Assert.True(made.ExitCode == 0, made.All);
        using var process = _command.Start(input: true, "route", "-", "--out", "-");
        await process.StandardInput.WriteAsync(made.Output);
        process.StandardInput.Close();
        using var zip = new MemoryStream();
        var words = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(zip);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await words);
        Assert.Contains("connected", await words, StringComparison.Ordinal);
        using var archive = new ZipArchive(zip);
        Assert.Contains(archive.Entries, entry => entry.Name == "piped-F_Cu.gtl");
        Assert.Empty(Directory.GetFileSystemEntries(_command.Folder));
    }

    [Fact]
    public async Task Several_boards_of_one_name_get_folders_of_their_own_and_one_that_fails_keeps_none_back()
    {
        var small = await File.ReadAllTextAsync(CommandProcess.SampleProject("small"));
        var (one, two) = (_command.Write("one.MakeDevice", small), _command.Write("two.MakeDevice", small));
        var result = await _command.RunAsync("route", one, "missing.MakeDevice", two, "--out", "boards", "--json");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(["done", "invalid", "done"], JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Select(board => board.GetProperty("status").GetString()));
        Assert.Equal(["small", "small-2"], Directory.GetDirectories(_command.PathOf("boards")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_board_that_fails_shows_its_report_and_pictures_when_asked()
    {
        // The thermometer's sockets look into a gap less than a track is wide; two modules in one place are not routed at all.
        foreach (var (x, report) in new[] { (-6.55, "blocked"), (0.0, "MODULE_OVERLAPPING_OTHER_MODULE") })
        {
            var project = _command.Write("walled.MakeDevice", FormattableString.Invariant(
                $$"""
                {"id":"w","name":"walled","size":{"width":60,"height":40},"modules":[
                 {"id":"a","name":"sample_i2c_thermometer","version":"1.0","position":{"x":0,"y":0},"rotation":0},
                 {"id":"b","name":"sample_i2c_motion","version":"1.0","position":{"x":{{x}},"y":0},"rotation":0},
                 {"id":"c","name":"sample_i2c_motion","version":"1.0","position":{"x":12,"y":10},"rotation":0}]}
                """));
            var result = await _command.RunAsync("route", project, "--report", "report.json", "--preview", "pictures");
            Assert.True(result.ExitCode is 2 or 3, result.All);
            Assert.Contains(report, await File.ReadAllTextAsync(_command.PathOf("report.json")), StringComparison.Ordinal);
            Assert.StartsWith("<svg", (await File.ReadAllTextAsync(_command.PathOf("pictures/front.svg")))[..200].TrimStart(), StringComparison.Ordinal);
            Assert.False(File.Exists(_command.PathOf("walled.zip")));
        }
    }

    [Fact]
    public async Task Samples_are_found_by_name_from_any_folder()
    {
        var result = await _command.RunAsync("check", "typical");
        Assert.True(result.ExitCode == 0, result.All);
        Assert.Contains("84 x 64 mm, 4 modules", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_opens_the_browser_on_the_address_that_it_got()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // The system's own way to open a page asks xdg-open: this one writes down what it is asked.
        var opened = _command.PathOf("opened");
        var browser = _command.Write("xdg-open", $"#!/bin/sh\nprintf %s \"$1\" > '{opened}.part' && mv '{opened}.part' '{opened}'\n");
        File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var process = _command.Start(
            input: false, [("PATH", $"{_command.Folder}:{Environment.GetEnvironmentVariable("PATH")}")], "serve", "--port", "0", "--storage", _command.PathOf("store"), "--open");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
            for (var i = 0; i < 600 && !File.Exists(opened); i++)
            {
                await Task.Delay(100);
            }

            Assert.Equal($"Listening on {await File.ReadAllTextAsync(opened)}", line);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    [Fact]
    public void Names_that_differ_in_case_only_do_not_meet()
    {
        var names = new DistinctNames();
        Assert.Equal(["lamp", "Lamp-2", "lamp-3", "lamp-2-2"], new[] { "lamp", "Lamp", "lamp", "lamp-2" }.Select(names.For));
    }
}
