using System.Text.Json;
using MakeDevice.Tests;

namespace MakeDevice.Local.Tests.Command;

/// <summary>The command without the server (<c>src/Command</c>) does what the whole tool does, but for serving.</summary>
public sealed class CommandAloneTests : IDisposable
{
    private readonly CommandProcess _alone = new() { Program = BuiltProgram.Command };
    private readonly CommandProcess _whole = new();

    public void Dispose()
    {
        _alone.Dispose();
        _whole.Dispose();
    }

    [Fact]
    public async Task It_routes_a_board_to_the_same_bytes()
    {
        var alone = await _alone.RunAsync("route", "small");
        var whole = await _whole.RunAsync("route", "small");
        Assert.True(alone.ExitCode == 0, alone.All);
        Assert.True(whole.ExitCode == 0, whole.All);
        Assert.Equal(await File.ReadAllBytesAsync(_whole.PathOf("small.zip")), await File.ReadAllBytesAsync(_alone.PathOf("small.zip")));
    }

    [Fact]
    public async Task It_checks_as_json()
    {
        var check = await _alone.RunAsync("check", "typical", "--json");
        Assert.True(check.ExitCode == 0, check.All);
        using var json = JsonDocument.Parse(check.Output);
        Assert.Equal(4, json.RootElement.GetProperty("nets").EnumerateArray().SelectMany(net => net.GetProperty("sockets").EnumerateArray())
            .Select(socket => socket.GetProperty("moduleId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Its_help_has_the_commands_of_the_whole_tool()
    {
        var names = await Task.WhenAll(Array.ConvertAll([_alone, _whole], CommandsAsync));
        Assert.Equal(names[1], names[0]);
        Assert.Contains("route", names[0]);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("serve", "--open", "--port", "0")]
    public async Task It_tells_where_the_server_is(params string[] arguments)
    {
        var result = await _alone.RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("SERVE_NOT_HERE ", result.Error, StringComparison.Ordinal);
        Assert.Contains("--project src/Local -- serve", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slip_of_the_pen_is_told()
    {
        var result = await _alone.RunAsync("rout");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Did you mean 'route'?", result.Error, StringComparison.Ordinal);
    }

    private static async Task<string[]> CommandsAsync(CommandProcess command)
    {
        var help = await command.RunAsync();
        Assert.Equal(0, help.ExitCode);
        return [.. help.Output.Split("Commands:")[1].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];
    }
}
