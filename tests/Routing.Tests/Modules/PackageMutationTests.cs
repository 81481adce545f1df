using System.Text;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests.Modules;

/// <summary>Whatever happens to a fabrication file of a package, nothing of it is lost in silence: the board is the same, or an issue names a file, or the package is refused.</summary>
public class PackageMutationTests
{
    private static readonly ModuleKey Key = new("case", "1.0");

    public static TheoryData<string> Ways => new()
    {
        "renamed", "renamed without an extension", "emptied", "doubled", "moved beside the folders", "moved to assembly", "moved deeper", "cut in half", "in another case",
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Nothing_of_a_made_package_is_lost_in_silence(string way) => NothingIsLost(Key, Made(), way);

    [SharedTheory]
    [MemberData(nameof(Ways))]
    public void Nothing_of_a_real_package_is_lost_in_silence(string way)
    {
        ModuleKey key = new("jvm_jacdaptor", "0.5");
        var folder = Path.Combine(SharedData.Modules, key.ToString());
        NothingIsLost(key, [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => new ModuleFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path)))], way);
    }

    private static void NothingIsLost(ModuleKey key, ModuleFile[] files, string way)
    {
        var whole = Summary(ModulePackageReader.Read(key, files));
        foreach (var file in files.Where(file => file.Path.StartsWith("gerbers/", StringComparison.Ordinal)))
        {
            ModuleFile[] mutated = [.. files.Where(other => other != file), .. Mutate(file, way)];
            try
            {
                var package = ModulePackageReader.Read(key, mutated);
                var named = package.Issues.Any(issue => issue.Code is "MODULE_FILE_UNUSED" or "MODULE_FILE_DOUBTFUL");
                Assert.True(named || Summary(package) == whole, $"{file.Path} {way}: {Summary(package)} instead of {whole}");
            }
            catch (ModulePackageException refusal)
            {
                Assert.Contains("file=", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    private static ModuleFile[] Mutate(ModuleFile file, string way)
    {
        var name = file.Path["gerbers/".Length..];
        return way switch
        {
            "renamed" => [file with { Path = "gerbers/x.dat" }],
            "renamed without an extension" => [file with { Path = "gerbers/" + Path.GetFileNameWithoutExtension(name) }],
            "emptied" => [file with { Content = default }],
            "doubled" => [file, file with { Path = $"gerbers/{Path.GetFileNameWithoutExtension(name)} copy{Path.GetExtension(name)}" }],
            "moved beside the folders" => [file with { Path = name }],
            "moved to assembly" => [file with { Path = "assembly/" + name }],
            "moved deeper" => [file with { Path = "gerbers/old/" + name }],
            "cut in half" => [file with { Content = file.Content[..(file.Content.Length / 2)] }],
            _ => [file with { Path = file.Path.ToUpperInvariant() }],
        };
    }

    /// <summary>What of a package's fabrication files a board gets.</summary>
    private static string Summary(ModulePackage package) =>
        $"{string.Join(' ', package.Layers.Select(layer => $"{layer.Key}:{layer.Value.Objects.Length}"))} plated:{package.Plated.Hits.Length} other:{package.NonPlated.Hits.Length} sockets:{package.Sockets.Length} zones:{package.Zones.Length}";

    private static ModuleFile[] Made()
    {
        const string Head = "%FSLAX46Y46*%\n%MOMM*%\n%ADD10C,0.15*%\nD10*\n";
        ModuleFile Layer(string name, int x) => new($"gerbers/{name}", Encoding.ASCII.GetBytes($"{Head}X{x}Y0D02*\nG01*\nX3000000D01*\nX{x}Y1000000D03*\nM02*\n"));
        return
        [
            Layer("case_1.0-F_Cu.gtl", 1), Layer("case_1.0-B_Cu.gbl", 2), Layer("case_1.0-F_Mask.gts", 3), Layer("case_1.0-F_Silkscreen.gto", 4), Layer("case_1.0-Edge_Cuts.gm1", 5),
            new("gerbers/case_1.0-PTH.drl", "M48\nMETRIC\nT1C0.300\n%\nT1\nX1.0Y1.0\nX2.0Y1.0\nM30\n"u8.ToArray()),
            new("gerbers/case_1.0-NPTH.drl", "M48\nMETRIC\nT1C3.2\n%\nT1\nX2.5Y1.0\nM30\n"u8.ToArray()),
        ];
    }
}
