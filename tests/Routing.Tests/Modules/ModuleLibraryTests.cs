using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests;

/// <summary>Module packages from files, and the folder library with its cache.</summary>
public sealed class ModuleLibraryTests : IDisposable
{
    private const string Sockets = """
        %FSLAX46Y46*%
        %MOMM*%
        %ADD10C,0.1*%
        %ADD11C,0.00999*%
        %ADD12C,0.01065*%
        D10*
        X-5000000Y-5000000D02*
        X5000000Y-5000000D01*
        X5000000Y5000000D01*
        X-5000000Y5000000D01*
        X-5000000Y-5000000D01*
        D11*
        X5000000Y0D03*
        D12*
        X5000000Y0D03*
        M02*
        """;

    private const string Copper = "%FSLAX46Y46*%\n%MOMM*%\n%ADD10R,1X1*%\nD10*\nX5000000Y0D03*\nM02*\n";
    private const string Drills = "M48\nMETRIC\nT1C0.300\n%\nG90\nT1\nX1.0Y1.0\nM30\n";

    private static readonly ModuleKey Key = new("m", "1.0");

    private readonly string _root = Directory.CreateTempSubdirectory("modules-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_package_is_read_from_its_files_in_any_order()
    {
        ModuleFile[] files =
        [
            File("gerbers/m-GerberSockets.gbr", Sockets), File("gerbers/m-B_Cu.gbl", Copper), File("gerbers/m-PTH.drl", Drills),
            File("gerbers/m-connector-Edge_Cuts.gm1", Copper), File("gerbers/m-job.gbrjob", "{"), File("gerbers/readme.txt", "x"),
            File("assembly/BOM_m.csv", "Ref,Value\nC1,1uF\n"), File("assembly/CPL_m-top-pos.csv", "Ref,PosX,PosY\nC1,1,2\n"),
            File("firmware/m.bin", "image"), File("m_1.0.json", """{"designRules":{"canExtendToBoardEdge":true}}"""), File("other.json", "{"),
        ];
        var package = ModulePackageReader.Read(Key, files);
        Assert.Equal(new ModuleSocket("A", new(5_000_000, 0), CopperLayer.Back), Assert.Single(package.Sockets));
        Assert.Equal(new Box(-5_000_000, -5_000_000, 5_000_000, 5_000_000), Assert.Single(package.Zones));
        Assert.Equal([ModuleLayer.BackCopper, ModuleLayer.EdgeCuts, ModuleLayer.GerberSockets], package.Layers.Keys);
        Assert.Single(package.Plated.Hits);
        Assert.Empty(package.NonPlated.Hits);
        Assert.True(package.CanExtendToBoardEdge && package.HasConnectorOutline);
        Assert.Equal("C1", package.Cpl.Single().Reference);
        Assert.Equal(["m.bin"], package.Firmware.Keys);
        Assert.Equal(
            ["other.json MODULE_FILE_UNUSED", "gerbers/m-job.gbrjob MODULE_FILE_UNUSED", "gerbers/readme.txt MODULE_FILE_NOT_NEEDED"],
            package.Issues.Where(issue => issue.Code.StartsWith("MODULE_FILE", StringComparison.Ordinal)).Select(issue => $"{issue.Fields.Split(' ')[1]["file=".Length..]} {issue.Code}").Where(issue => !issue.EndsWith("DOUBTFUL", StringComparison.Ordinal)));
        Assert.Equal(package.ContentHash, ModulePackageReader.Read(Key, [.. files.Reverse()]).ContentHash);
        Assert.NotEqual(package.ContentHash, ModulePackageReader.Read(Key, files[1..]).ContentHash);
    }

    [Fact]
    public void An_empty_package_is_a_package() => Assert.Empty(ModulePackageReader.Read(Key, []).Sockets);

    [Theory]
    [InlineData("gerbers/m-F_Cu.gtl", "%FSLAX46Y46*%\n%MOMM*%\nD10*\nX1Y1D03*\nM02*\n", "MODULE_PACKAGE_INVALID module=m_1.0 file=gerbers/m-F_Cu.gtl line=")]
    [InlineData("gerbers/m-NPTH.drl", "M48\nMETRIC\nT1C-1\n%\nT1\nX1Y1\nM30\n", "MODULE_PACKAGE_INVALID module=m_1.0 file=gerbers/m-NPTH.drl line=")]
    [InlineData("assembly/BOM_m.csv", "Ref,Value\nC1,\"1uF\n", "MODULE_PACKAGE_INVALID module=m_1.0 file=assembly/BOM_m.csv line=2 error=a quote is not closed")]
    [InlineData("m_1.0.json", "{\"designRules\":{\"canExtendToBoardEdge\":2}}", "MODULE_PACKAGE_INVALID module=m_1.0 file=m_1.0.json error=$.designRules.canExtendToBoardEdge must be true or false")]
    [InlineData("gerbers/m-GerberSockets.gbr", "%FSLAX46Y46*%\n%MOMM*%\n%ADD11C,0.00999*%\n%ADD12C,0.01065*%\n%ADD13C,0.01066*%\nD11*\nX1000000Y0D03*\nD12*\nX1000000Y0D03*\nD13*\nX1000000Y0D03*\nM02*\n", "MODULE_PACKAGE_INVALID module=m_1.0 file=gerbers/m-GerberSockets.gbr error=socket at 1,0 mm: ")]
    public void A_malformed_file_is_named(string path, string content, string issue)
    {
        var e = Assert.Throws<ModulePackageException>(() => ModulePackageReader.Read(Key, [File(path, content)]));
        Assert.StartsWith(issue, e.Issue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_for_one_layer_are_refused()
    {
        var e = Assert.Throws<ModulePackageException>(() => ModulePackageReader.Read(Key, [File("gerbers/a-F_Cu.gtl", Copper), File("gerbers/b-F_Cu.gtl", Copper)]));
        Assert.Equal("MODULE_PACKAGE_INVALID module=m_1.0 file=gerbers/b-F_Cu.gtl error=a second file for the same layer", e.Issue.ToString());
    }

    [Fact]
    public void Hostile_sizes_are_refused()
    {
        Assert.Throws<ModulePackageException>(() => ModulePackageReader.Read(Key, [.. Enumerable.Range(0, 201).Select(i => File($"x{i}", ""))]));
        Assert.Throws<ModulePackageException>(() => ModulePackageReader.Read(Key, [new("x", new byte[ModulePackageReader.MaxFileBytes + 1])]));
    }

    [Fact]
    public async Task A_library_lists_and_finds_packages()
    {
        Write("b_2/gerbers/b-GerberSockets.gbr", Sockets);
        Write("a_10/a_10.json", "{}");
        Write("a_9/a_9.json", "{}");
        Write("not a module/x", "");
        Write("nounderscore/x", "");
        var library = new FolderModuleLibrary(_root);
        Assert.Equal(["a_10", "a_9", "b_2"], (await library.ListAsync(default)).Select(k => k.ToString()));
        Assert.Single((await library.FindAsync(new("b", "2"), default))!.Sockets);
        Assert.Null(await library.FindAsync(new("c", "1"), default));
        Assert.Empty(await new FolderModuleLibrary(Path.Combine(_root, "none")).ListAsync(default));
    }

    [Theory]
    [InlineData("..", "1")]
    [InlineData("../m", "1.0")]
    [InlineData("m", "../../x")]
    [InlineData("", "")]
    [InlineData("/etc", "1")]
    [InlineData("m\0", "1.0")]
    public async Task No_key_leaves_the_library(string name, string version)
    {
        Write("../outside-" + Path.GetFileName(_root) + "_1/gerbers/x-GerberSockets.gbr", Sockets);
        Assert.Null(await new FolderModuleLibrary(_root).FindAsync(new(name, version), default));
        Directory.Delete(_root + "/../outside-" + Path.GetFileName(_root) + "_1", recursive: true);
    }

    [Fact]
    public async Task Links_that_leave_the_library_are_refused()
    {
        Write("m_1.0/m_1.0.json", "{}");
        Directory.CreateDirectory(Path.Combine(_root, "m_1.0", "gerbers"));
        System.IO.File.CreateSymbolicLink(Path.Combine(_root, "m_1.0", "gerbers", "m-F_Cu.gtl"), "/etc/hostname");
        var e = await Assert.ThrowsAsync<ModulePackageException>(async () => await new FolderModuleLibrary(_root).FindAsync(Key, default));
        Assert.Equal("MODULE_PACKAGE_INVALID module=m_1.0 file=gerbers/m-F_Cu.gtl error=is a link that leads out of the module library", e.Issue.ToString());

        Directory.CreateSymbolicLink(Path.Combine(_root, "n_1"), "/etc");
        await Assert.ThrowsAsync<ModulePackageException>(async () => await new FolderModuleLibrary(_root).FindAsync(new("n", "1"), default));
    }

    [Fact]
    public async Task A_file_that_is_not_there_when_it_is_read_is_named()
    {
        Write("m_1.0/m_1.0.json", "{}");
        Directory.CreateDirectory(Path.Combine(_root, "m_1.0", "gerbers"));
        System.IO.File.CreateSymbolicLink(Path.Combine(_root, "m_1.0", "gerbers", "m-F_Cu.gtl"), Path.Combine(_root, "m_1.0", "gone"));
        var e = await Assert.ThrowsAsync<ModulePackageException>(async () => await new FolderModuleLibrary(_root).FindAsync(Key, default));
        Assert.Equal("MODULE_PACKAGE_INVALID module=m_1.0 file=gerbers/m-F_Cu.gtl error=does not exist any more", e.Issue.ToString());
    }

    [Fact]
    public async Task A_package_is_parsed_once_until_its_files_change()
    {
        Write("m_1.0/gerbers/m-GerberSockets.gbr", Sockets);
        var library = new FolderModuleLibrary(_root);
        var found = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await library.FindAsync(Key, default))));
        Assert.All(found, package => Assert.Same(found[0], package));

        Write("m_1.0/m_1.0.json", """{"designRules":{"canExtendToBoardEdge":true}}""");
        var changed = await library.FindAsync(Key, default);
        Assert.True(changed!.CanExtendToBoardEdge && !found[0]!.CanExtendToBoardEdge);

        Write("m_1.0/m_1.0.json", "{");
        await Assert.ThrowsAsync<ModulePackageException>(async () => await library.FindAsync(Key, default));
        System.IO.File.Delete(Path.Combine(_root, "m_1.0/m_1.0.json"));
        Assert.NotNull(await library.FindAsync(Key, default));
    }

    [Fact]
    public async Task The_cache_is_bounded_and_forgets_failures_of_storage()
    {
        var cache = new ModulePackageCache(2);
        var loads = 0;
        Task<ModulePackage> Get(string name) => cache.GetAsync(
            new(name, "1"), "stamp", () => Task.FromResult(ModulePackageReader.Read(new(name, Interlocked.Increment(ref loads).ToString(System.Globalization.CultureInfo.InvariantCulture)), [])), default);

        var a = await Get("a");
        await Get("b");
        Assert.Same(a, await Get("a"));
        await Get("c");
        Assert.Same(a, await Get("a"));
        Assert.Equal(3, loads);
        await Get("b");
        Assert.Equal(4, loads);

        await Assert.ThrowsAsync<IOException>(() => cache.GetAsync(new("d", "1"), "s", () => throw new IOException(), default));
        Assert.NotNull(await cache.GetAsync(new("d", "1"), "s", () => Task.FromResult(a), default));
    }

    [Fact]
    public async Task The_cache_is_bounded_in_bytes_too()
    {
        static ModulePackage Package(int kilobytes) => new()
        {
            Key = Key,
            ContentHash = "",
            Firmware = System.Collections.Immutable.ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty.Add("f", new byte[kilobytes << 10]),
        };
        var cache = new ModulePackageCache(100, bytes: 10 << 10);
        var loads = 0;
        Task<ModulePackage> Get(string name, int kilobytes) => cache.GetAsync(
            new(name, "1"),
            "stamp",
            () =>
            {
                loads++;
                return Task.FromResult(Package(kilobytes));
            },
            default);

        await Get("a", 4);
        await Get("b", 4);
        await Get("whale", 11);
        await Get("a", 4);
        await Get("b", 4);
        Assert.Equal(3, loads);
        await Get("c", 4);
        await Get("b", 4);
        Assert.Equal(4, loads);
        await Get("a", 4);
        await Get("whale", 11);
        Assert.Equal(6, loads);
    }

    [Fact]
    public async Task Waiting_for_a_package_can_be_cancelled_without_spoiling_it_for_others()
    {
        var cache = new ModulePackageCache(2);
        var gate = new TaskCompletionSource<ModulePackage>();
        using var cancellation = new CancellationTokenSource();
        var impatient = cache.GetAsync(Key, "s", () => gate.Task, cancellation.Token);
        var patient = cache.GetAsync(Key, "s", () => throw new InvalidOperationException(), default);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        gate.SetResult(ModulePackageReader.Read(Key, []));
        Assert.NotNull(await patient);
    }

    private static ModuleFile File(string path, string content) => new(path, Encoding.UTF8.GetBytes(content));

    private void Write(string path, string content)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        System.IO.File.WriteAllText(full, content);
    }
}
