using System.IO.Compression;
using System.Text.Json;

namespace MakeDevice.Local.Tests.Command;

public sealed class RouteCommandTests : IDisposable
{
    private readonly CommandProcess _command = new();

    public void Dispose() => _command.Dispose();

    [Theory]
    [InlineData("small")]
    [InlineData("typical")]
    [InlineData("dense")]
    [InlineData("angles")]
    [InlineData("connectors")]
    [InlineData("lshape")]
    public async Task A_sample_becomes_a_verified_package(string sample)
    {
        var result = await _command.RunAsync("route", CommandProcess.SampleProject(sample), "--json");
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement;
        Assert.True(result.ExitCode == 0, result.All);
        Assert.Equal(["status", "sockets", "issues", "issueDetails", "copper", "rerouted", "seconds", "artifact"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["total", "connected"], root.GetProperty("sockets").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["lengthMm", "vias"], root.GetProperty("copper").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["total", "read", "plan", "route", "verify", "fabricate"], root.GetProperty("seconds").EnumerateObject().Select(p => p.Name));
        Assert.Equal("done", root.GetProperty("status").GetString());
        Assert.True(root.GetProperty("sockets").GetProperty("total").GetInt32() > 0);
        Assert.Equal(root.GetProperty("sockets").GetProperty("total").GetInt32(), root.GetProperty("sockets").GetProperty("connected").GetInt32());
        Assert.True(root.GetProperty("copper").GetProperty("lengthMm").GetDouble() > 10);
        Assert.All(root.GetProperty("issues").EnumerateArray(), issue => Assert.StartsWith("HOUSE_PRICE ", issue.GetString(), StringComparison.Ordinal));
        Assert.Equal("", result.Error);

        var artifact = root.GetProperty("artifact").GetString()!;
        Assert.Equal($"{sample}.zip", Path.GetFileName(artifact));
        Assert.Equal([_command.PathOf($"{sample}.zip")], Directory.GetFileSystemEntries(_command.Folder));
        using var zip = ZipFile.OpenRead(_command.PathOf($"{sample}.zip"));
        string[] expected = [$"{sample}-F_Cu.gtl", $"{sample}-B_Cu.gbl", $"{sample}-Edge_Cuts.gm1", $"{sample}-PTH.drl", "report.json"];
        Assert.Empty(expected.Except(zip.Entries.Select(entry => entry.FullName)));
        Assert.All(zip.Entries, entry => Assert.DoesNotContain('/', entry.FullName));
    }

    [Fact]
    public async Task A_trace_is_a_line_and_a_picture_a_round_and_a_page_and_changes_no_byte()
    {
        var plain = await _command.RunAsync("route", CommandProcess.SampleProject("small"), "--out", "plain.zip");
        var traced = await _command.RunAsync("route", CommandProcess.SampleProject("small"), "--out", "traced.zip", "--trace", "trace");
        Assert.True(plain.ExitCode == 0 && traced.ExitCode == 0, plain.All + traced.All);
        Assert.Equal(await File.ReadAllBytesAsync(_command.PathOf("plain.zip")), await File.ReadAllBytesAsync(_command.PathOf("traced.zip")));
        var lines = await File.ReadAllLinesAsync(_command.PathOf(Path.Combine("trace", "trace.jsonl")));
        var frames = lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("frame").GetInt32()).Distinct().Count();
        Assert.True(frames > 1);
        Assert.Equal(frames, Directory.GetFiles(_command.PathOf("trace"), "frame-*.svg").Length);
        Assert.Contains("<!DOCTYPE html>", await File.ReadAllTextAsync(_command.PathOf(Path.Combine("trace", "index.html"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("dense")]
    public async Task Any_number_of_workers_gives_the_same_bytes(string sample)
    {
        byte[]? first = null;
        foreach (var workers in (string[])["1", "2", "7", "1"])
        {
            var result = await _command.RunAsync("route", CommandProcess.SampleProject(sample), "--workers", workers, "--out", $"w{workers}.zip");
            Assert.True(result.ExitCode == 0, result.All);
            var bytes = await File.ReadAllBytesAsync(_command.PathOf($"w{workers}.zip"));
            first ??= bytes;
            Assert.True(first.AsSpan().SequenceEqual(bytes), $"workers {workers}");
        }
    }

    [Fact]
    public async Task A_folder_gets_the_files_of_the_zip_and_the_zip_for_the_fab()
    {
        Assert.Equal(0, (await _command.RunAsync("route", CommandProcess.SampleProject("small"), "--out", "a.zip")).ExitCode);
        Assert.Equal(0, (await _command.RunAsync("route", CommandProcess.SampleProject("small"), "--out", "new")).ExitCode);
        Directory.CreateDirectory(_command.PathOf("there.zip"));
        Assert.Equal(0, (await _command.RunAsync("route", CommandProcess.SampleProject("small"), "--out", "there.zip")).ExitCode);
        using var zip = ZipFile.OpenRead(_command.PathOf("a.zip"));
        foreach (var folder in (string[])["new", "there.zip"])
        {
            Assert.Equal(
                zip.Entries.Select(entry => entry.FullName).Append("small-gerbers.zip").Order(StringComparer.Ordinal),
                Directory.GetFiles(_command.PathOf(folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);
            Assert.All(zip.Entries, entry => Assert.Equal(entry.Length, new FileInfo(Path.Combine(_command.PathOf(folder), entry.FullName)).Length));
        }
    }

    [Fact]
    public async Task A_run_begins_with_the_state_of_another()
    {
        var sample = CommandProcess.SampleProject("typical");
        Assert.Equal(0, (await _command.RunAsync("route", sample, "--out", "a.zip", "--state", "a.state")).ExitCode);
        foreach (var zip in (string[])["b.zip", "c.zip"])
        {
            Assert.Equal(0, (await _command.RunAsync("route", sample, "--previous", "a.state", "--out", zip, "--state", $"{zip}.state")).ExitCode);
        }

        Assert.Equal(File.ReadAllBytes(_command.PathOf("b.zip")), File.ReadAllBytes(_command.PathOf("c.zip")));
        Assert.Equal(File.ReadAllBytes(_command.PathOf("b.zip.state")), File.ReadAllBytes(_command.PathOf("c.zip.state")));
        foreach (var (code, file) in new[] { ("PREVIOUS_UNREADABLE", "missing.state"), ("PREVIOUS_INVALID", "a.zip") })
        {
            var result = await _command.RunAsync("route", sample, "--previous", file, "--out", "d.zip", "--json");
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains(code, result.All, StringComparison.Ordinal);
            Assert.False(File.Exists(_command.PathOf("d.zip")));
        }
    }

    [Fact]
    public async Task A_person_reads_a_summary()
    {
        var result = await _command.RunAsync("route", CommandProcess.SampleProject("small"));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("small  42 x 78 mm, 3 modules", result.Output, StringComparison.Ordinal);
        Assert.Contains("12 of 12 connected", result.Output, StringComparison.Ordinal);
        Assert.Contains("small.zip", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.All);
    }

    [Fact]
    public async Task An_invalid_placement_is_told_in_full_and_nothing_is_written()
    {
        var result = await _command.RunAsync("route", CommandProcess.SampleProject("invalid"), "--json");
        var issues = Issues(result);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(issues, issue => issue.StartsWith("MODULE_NOT_FOUND ", StringComparison.Ordinal));
        Assert.Contains(issues, issue => issue.StartsWith("MODULE_OVERLAPPING_OTHER_MODULE ", StringComparison.Ordinal));
        Assert.Contains(issues, issue => issue.StartsWith("MODULE_OVERHANGING_BOARD_EDGE ", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_command.Folder));
    }

    [Theory]
    [InlineData("<svg><text x='20' y='20' font-size='5'>hello</text></svg>", 0, "GRAPHICS_TEXT_DRAWN count=1")]
    [InlineData("<svg><image href='a.png'/><rect width='9' height='9'/></svg>", 0, "GRAPHICS_ELEMENT_IGNORED element=image count=1")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a 'a'>]><svg>&a;</svg>", 2, "GRAPHICS_INVALID error=entities are not allowed in a document type declaration")]
    [InlineData("<svg><g></svg>", 2, "GRAPHICS_INVALID error=not well-formed XML at line 1")]
    [InlineData("<html/>", 2, "GRAPHICS_INVALID error=root element is not svg")]
    public async Task What_becomes_of_the_graphics_is_told(string svg, int exitCode, string issue)
    {
        var project = Project("art", 60, 40, ("sample_i2c_thermometer", -10, 0), ("sample_i2c_motion", 10, 0));
        var path = _command.Write("art.MakeDevice", project.Replace("\"id\":\"t\"", $"\"id\":\"t\",\"graphicsSvg\":{JsonSerializer.Serialize(svg)}", StringComparison.Ordinal));
        var result = await _command.RunAsync("route", path, "--modules", CommandProcess.SampleModules, "--json");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.StartsWith(issue, Assert.Single(Issues(result)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_that_cannot_be_routed_is_not_delivered()
    {
        // The thermometer's sockets look into a gap of 0.05 mm, less than a track is wide.
        var project = _command.Write("walled.MakeDevice", Project("walled", 60, 40,
            ("sample_i2c_thermometer", 0, 0), ("sample_i2c_motion", -6.55, 0), ("sample_i2c_motion", 12, 10)));
        var result = await _command.RunAsync("route", project, "--modules", CommandProcess.SampleModules, "--json");
        Assert.True(result.ExitCode == 3, result.All);
        Assert.Contains(Issues(result), issue => issue.StartsWith("ROUTING_UNCONNECTED_SOCKETS ", StringComparison.Ordinal));
        Assert.Contains(Issues(result), issue => issue.StartsWith("ROUTING_BLOCKED ", StringComparison.Ordinal)
            && issue.Contains(" reason=walled ", StringComparison.Ordinal) && issue.EndsWith(" moveYmm=[0] confirmed=true", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("not-routed", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("artifact").ValueKind);
        Assert.Equal([project], Directory.GetFileSystemEntries(_command.Folder));
    }

    [Theory]
    [InlineData("../../../../tmp/evil")]
    [InlineData("a/b\\\\c")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("\\u0000\\u001b[31mred")]
    [InlineData("CON:*?<>|")]
    public async Task A_hostile_name_stays_in_the_folder(string name)
    {
        var project = _command.Write("in.MakeDevice", Project(name, 60, 40, ("sample_i2c_thermometer", -10, 0), ("sample_i2c_motion", 10, 0)));
        var result = await _command.RunAsync("route", project, "--modules", CommandProcess.SampleModules);
        Assert.True(result.ExitCode is 0 or 2, result.All);
        Assert.DoesNotContain('\u001b', result.All);
        Assert.Equal(result.ExitCode == 0 ? 2 : 1, Directory.GetFiles(_command.Folder).Length);
        Assert.Empty(Directory.GetDirectories(_command.Folder));
    }

    [Fact]
    public async Task A_hostile_module_name_reaches_no_folder()
    {
        var project = _command.Write("in.MakeDevice", Project("x", 60, 40, ("../modules/sample_i2c_motion", 10, 0), ("/etc/passwd", 0, 0)));
        var result = await _command.RunAsync("route", project, "--modules", CommandProcess.SampleModules);
        Assert.Equal(2, result.ExitCode);
        AssertCoded(result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"size\":{\"width\":1e999}}")]
    [InlineData("\u0000\u0001\u0002")]
    public async Task A_malformed_project_is_an_invalid_input(string content)
    {
        var result = await _command.RunAsync("route", _command.Write("p.MakeDevice", content), "--modules", CommandProcess.SampleModules, "--json");
        Assert.Equal(2, result.ExitCode);
        Assert.All(Issues(result), issue => Assert.StartsWith("PROJECT_INVALID ", issue, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_that_cannot_be_read_or_written_are_named()
    {
        var small = CommandProcess.SampleProject("small");
        (string Code, string[] Arguments)[] cases =
        [
            ("PROJECT_UNREADABLE", ["route", "missing.MakeDevice"]),
            ("PROJECT_UNREADABLE", ["route", _command.Folder]),
            ("PROJECT_UNREADABLE", ["route", ""]),
            ("PROJECT_INVALID", ["route", "/dev/zero"]),
            ("RULES_UNREADABLE", ["route", small, "--rules", "missing.json"]),
            ("RULES_INVALID", ["route", small, "--rules", _command.Write("rules.json", "{\"trackWidth\":-1,\"nonsense\":2}")]),
            ("MODULES_FOLDER_NOT_FOUND", ["route", small, "--modules", "missing"]),
            ("MODULE_NOT_FOUND", ["route", small, "--modules", _command.Folder]),
            ("MODULES_FOLDER_NOT_FOUND", ["modules", "missing"]),
            ("OUTPUT_UNWRITABLE", ["route", small, "--out", "missing/x.zip"]),
            ("OUTPUT_UNWRITABLE", ["route", small, "--out", "rules.json/x.zip"]),
            ("USAGE", ["route"]),
            ("USAGE", ["route", small, "--workers", "0"]),
            ("USAGE", ["route", small, "--workers", "many"]),
            ("USAGE", ["route", small, "--nonsense"]),
            ("USAGE", ["route", small, "--out", "-", "--json"]),
            ("USAGE", ["route", small, "--state", "same", "--report", "same"]),
            ("USAGE", ["route", small, "--report", small]),
            ("USAGE", ["route", small, small, "--state", "state"]),
            ("USAGE", ["new", "lamp", "--size", "80"]),
            ("MODULE_NOT_FOUND", ["new", "lamp", "sample_buton"]),
            ("PROJECT_UNREADABLE", ["check", "missing.MakeDevice"]),
            ("OUTPUT_UNWRITABLE", ["route", small, "--report", "missing/report.json"]),
            ("USAGE", ["fly"]),
        ];
        foreach (var (code, arguments) in cases)
        {
            var result = await _command.RunAsync(arguments);
            Assert.True(result.ExitCode == 2, $"{string.Join(' ', arguments)}: {result.ExitCode} {result.All}");
            Assert.Contains(code, result.All, StringComparison.Ordinal);
            AssertCoded(result);
        }

        Assert.Equal([_command.PathOf("rules.json")], Directory.GetFileSystemEntries(_command.Folder));
    }

    private static string[] Issues(ProcessResult result)
    {
        AssertCoded(result);
        using var json = JsonDocument.Parse(result.Output);
        return [.. json.RootElement.GetProperty("issues").EnumerateArray().Select(issue => issue.GetString()!)];
    }

    private static void AssertCoded(ProcessResult result)
    {
        Assert.DoesNotContain("   at ", result.All, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.All, StringComparison.Ordinal);
        Assert.DoesNotContain("INTERNAL_ERROR", result.All, StringComparison.Ordinal);
    }

    private static string Project(string name, double width, double height, params (string Module, double X, double Y)[] modules)
    {
        var placed = modules.Select((module, i) => FormattableString.Invariant(
            $"{{\"id\":\"m{i}\",\"name\":\"{module.Module}\",\"version\":\"1.0\",\"position\":{{\"x\":{module.X},\"y\":{module.Y}}},\"rotation\":0}}"));
        return FormattableString.Invariant($$"""
            {"id":"t","name":"{{name}}","size":{"width":{{width}},"height":{{height}} },
             "pcbOptions":{"fabricationHouse":"JLCPCB","cornerRadius":2,"connectors":{"top":false,"bottom":false} },
             "modules":[{{string.Join(',', placed)}}]}
            """);
    }
}
