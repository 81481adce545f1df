using System.Text.Json;

namespace MakeDevice.Local.Tests.Command;

public sealed class ModulesCommandTests : IDisposable
{
    private readonly CommandProcess _command = new();

    public void Dispose() => _command.Dispose();

    [Fact]
    public async Task Lists_packages_and_their_sockets()
    {
        var result = await _command.RunAsync("modules", CommandProcess.SampleModules);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("sample_jacdaptor 1.0", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"SWDIO~7\s+4\.000\s+-10\.000\s+B_Cu", result.Output);
    }

    [Fact]
    public async Task Lists_them_as_json()
    {
        var result = await _command.RunAsync("modules", CommandProcess.SampleModules, "--json");
        using var json = JsonDocument.Parse(result.Output);
        var pullups = json.RootElement.EnumerateArray().Single(module => module.GetProperty("name").GetString() == "sample_i2c_pullups");
        Assert.Equal(["SDA", "SCL", "+3V3"], pullups.GetProperty("sockets").EnumerateArray().Select(socket => socket.GetProperty("name").GetString()!));
        Assert.All(json.RootElement.EnumerateArray(), module => Assert.NotEqual(0, module.GetProperty("sockets").GetArrayLength()));
        Assert.All(
            json.RootElement.EnumerateArray().SelectMany(module => module.GetProperty("sockets").EnumerateArray()),
            socket => Assert.NotEqual("none", socket.GetProperty("layer").GetString()));
    }

    [Fact]
    public async Task What_no_board_gets_of_a_package_is_told_beside_it()
    {
        var gerbers = Path.Combine(_command.Folder, "lib", "more_1.0", "gerbers");
        Directory.CreateDirectory(gerbers);
        await File.WriteAllTextAsync(Path.Combine(gerbers, "notes.xyz"), "what is this?");
        var result = await _command.RunAsync("modules", _command.PathOf("lib"));
        Assert.Matches(@"  warning  .*notes\.xyz.* \[MODULE_FILE_UNUSED\]", result.Output);
        using var json = JsonDocument.Parse((await _command.RunAsync("modules", _command.PathOf("lib"), "--json")).Output);
        Assert.Contains("MODULE_FILE_UNUSED", json.RootElement[0].GetProperty("issues").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_package_is_told_and_the_others_are_listed()
    {
        var gerbers = Path.Combine(_command.Folder, "lib", "broken_1.0", "gerbers");
        Directory.CreateDirectory(gerbers);
        await File.WriteAllTextAsync(Path.Combine(gerbers, "broken_1.0-F_Cu.gtl"), "%FSLAX46Y46*%\n%MOMM*%\nD99*\nX0Y0D03*\nM02*\n");
        Directory.CreateDirectory(Path.Combine(_command.Folder, "lib", "empty_1.0"));
        var result = await _command.RunAsync("modules", _command.PathOf("lib"));
        Assert.Equal(2, result.ExitCode);
        Assert.Matches(@"  error    .+ \[MODULE_PACKAGE_INVALID\]", result.Output);
        Assert.Contains("empty 1.0", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.All, StringComparison.Ordinal);
    }
}
