using System.Text;
using MakeDevice.Routing.Modules;
using static MakeDevice.Routing.Tests.TestModules;

namespace MakeDevice.Routing.Tests;

public sealed class BrainModuleLibraryTests : IDisposable
{
    private static readonly ModuleKey Brain = new("my_jacdaptor", "1.0");

    private readonly string _folder = Directory.CreateTempSubdirectory("firmware").FullName;
    private readonly KnownModules _modules = new(Square("my_jacdaptor", 4), Square("tool_rp2040", 4), Square("my_brain", 4), Square("sensor", 4));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("microbit-base.bin", "my_jacdaptor")]
    [InlineData("microbit-base.hex", "my_jacdaptor")]
    [InlineData("pico-base.uf2", "tool_rp2040")]
    public async Task A_brain_without_an_image_gets_the_base_image_of_its_family(string file, string brain)
    {
        Write(file, "image");
        var package = (await Library().FindAsync(new(brain, "1.0"), default))!;
        Assert.Equal("image", Encoding.ASCII.GetString(Assert.Single(package.Firmware).Value.Span));
        Assert.Equal(file, package.Firmware.Keys.Single());
        Assert.True(package.HasBaseImage);
        Assert.Empty((await Library().FindAsync(new("sensor", "1.0"), default))!.Firmware);
    }

    [Fact]
    public async Task An_image_of_its_own_comes_first()
    {
        Write("microbit-base.bin", "base");
        _modules.Add(Square("my_jacdaptor", 4).AsBrain(BrainFamilies.BuiltIn[0], ("own.bin", "own"u8.ToArray()), "", ""));
        var package = (await Library().FindAsync(Brain, default))!;
        Assert.Equal(["own.bin"], package.Firmware.Keys);
        Assert.Equal("MICROBIT", package.Family!.Output);
    }

    [Fact]
    public async Task Another_image_makes_another_package_and_the_same_one_the_same()
    {
        Write("microbit-base.bin", "one");
        var library = Library();
        var first = (await library.FindAsync(Brain, default))!;
        Assert.Same(first, await library.FindAsync(Brain, default));
        Write("microbit-base.bin", "three");
        var second = (await library.FindAsync(Brain, default))!;
        Assert.NotEqual(first.ContentHash, second.ContentHash);
        Assert.Equal("three", Encoding.ASCII.GetString(second.Firmware.Values.Single().Span));
    }

    [Fact]
    public async Task An_operators_map_adds_families_and_comes_first()
    {
        Write("firmware.json", """{"brains":[{"match":"my_","image":"mine","output":"MINE","format":"uf2"}]}""");
        Write("mine.bin", "mine");
        foreach (var name in (string[])["my_jacdaptor", "my_brain"])
        {
            var package = (await Library().FindAsync(new(name, "1.0"), default))!;
            Assert.Equal(("MINE", FirmwareFormat.Uf2), (package.Family!.Output, package.Family.Format));
            Assert.Equal(["mine.bin"], package.Firmware.Keys);
        }

        Assert.Equal("pico", (await Library().FindAsync(new("tool_rp2040", "1.0"), default))!.Family!.Output);
    }

    [Theory]
    [InlineData("{", "firmware.json: $ not valid JSON at line 1, byte 2")]
    [InlineData("{}", "firmware.json: $.brains is missing, must be an array")]
    [InlineData("""{"brains":[{"match":"x","image":"../etc/passwd","output":"o","format":"hex"}]}""", "firmware.json: $.brains[0].image must be ASCII letters")]
    [InlineData("""{"brains":[{"match":"x","image":"i","output":"o","format":"elf"}]}""", "firmware.json: $.brains[0].format must be hex or uf2")]
    [InlineData("""{"brains":[{"match":"","image":"i","output":"o","format":"hex"}]}""", "firmware.json: $.brains[0].match must not be empty")]
    public async Task A_map_that_is_none_is_told_of_and_takes_no_board_away(string map, string error)
    {
        Write("firmware.json", map);
        var package = (await Library().FindAsync(Brain, default))!;
        Assert.StartsWith(error, package.MissingImage, StringComparison.Ordinal);
        Assert.Empty(package.Firmware);
    }

    [Fact]
    public async Task What_was_looked_for_and_where_is_told()
    {
        Assert.Equal(
            $"its base image microbit-base.bin (or .hex or .uf2) is not in the folder {Path.GetFileName(_folder)}", (await Library().FindAsync(Brain, default))!.MissingImage);
        Assert.Equal(
            "it needs a base image microbit-base.bin and no place for base images is set",
            (await new BrainModuleLibrary(_modules, null).FindAsync(Brain, default))!.MissingImage);
        Assert.Null(await Library().FindAsync(new("none", "1.0"), default));
    }

    private BrainModuleLibrary Library() => new(_modules, new FolderBaseImages(_folder));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private sealed class KnownModules(params ModulePackage[] packages) : IModuleLibrary
    {
        private readonly Dictionary<ModuleKey, ModulePackage> _packages = packages.ToDictionary(package => package.Key);

        public void Add(ModulePackage package) => _packages[package.Key] = package;

        public ValueTask<IReadOnlyList<ModuleKey>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<ModuleKey>>([.. _packages.Keys]);

        public ValueTask<ModulePackage?> FindAsync(ModuleKey key, CancellationToken cancellationToken) => ValueTask.FromResult(_packages.GetValueOrDefault(key));
    }
}
