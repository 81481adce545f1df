using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests.Modules;

/// <summary>
/// Real packages with one thing damaged at a time: each file renamed, emptied, doubled and moved, each column of the component files renamed, each of their rows
/// damaged. Whatever a package has lost by it is named, by a refusal or by an issue; what is read all the same is read whole.
/// </summary>
public class LostInSilenceTests
{
    public static TheoryData<string> Samples => EveryNth(Path.Combine(RealBoards.Samples, "modules"), 6);

    public static TheoryData<string> Shared => SharedData.Root is null ? new TheoryData<string> { "none" } : EveryNth(SharedData.Modules, 12);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Nothing_of_a_sample_is_lost_in_silence(string module) => Check(Path.Combine(RealBoards.Samples, "modules", module));

    [SharedTheory]
    [MemberData(nameof(Shared))]
    public void Nothing_of_a_shared_module_is_lost_in_silence(string module) => Check(Path.Combine(SharedData.Modules, module));

    private static TheoryData<string> EveryNth(string library, int n)
    {
        var modules = new TheoryData<string>();
        foreach (var folder in Directory.EnumerateDirectories(library).Order(StringComparer.Ordinal).Where((_, i) => i % n == 0))
        {
            modules.Add(Path.GetFileName(folder));
        }

        return modules;
    }

    private static void Check(string folder)
    {
        Assert.True(ModuleKey.TryParse(Path.GetFileName(folder), out var key));
        var files = PackageMutations.FilesOf(folder);
        var whole = ModulePackageReader.Read(key, files);
        var content = Content(whole);
        var told = whole.Issues.Select(issue => issue.ToString()).ToHashSet(StringComparer.Ordinal);
        var silent = new List<string>();
        foreach (var mutation in PackageMutations.Of(files))
        {
            try
            {
                var package = ModulePackageReader.Read(key, mutation.Files);
                var news = package.Issues.Select(issue => issue.ToString()).Where(issue => !told.Contains(issue)).ToList();
                if (Content(package) != content && !news.Exists(mutation.IsNamedIn))
                {
                    silent.Add($"{mutation.What}: {string.Join(" | ", news)}");
                }
            }
            catch (ModulePackageException refused) when (mutation.IsNamedIn(refused.Issue.ToString()))
            {
                // Refused, and named.
            }
        }

        Assert.True(silent.Count == 0, string.Join('\n', silent));
    }

    /// <summary>Everything that a board gets of a package.</summary>
    private static string Content(ModulePackage package)
    {
        var text = new StringBuilder();
        foreach (var (layer, drawn) in package.Layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{layer} {Convert.ToHexString(SHA256.HashData(GerberWriter.Write(drawn)))}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexString(SHA256.HashData(ExcellonWriter.Write(package.Plated, true, [])))} {Convert.ToHexString(SHA256.HashData(ExcellonWriter.Write(package.NonPlated, false, [])))}\n");
        text.Append(CultureInfo.InvariantCulture, $"{package.CanExtendToBoardEdge} {package.HasConnectorOutline} {string.Join(' ', package.Sockets)} {string.Join(' ', package.Zones)} {string.Join(' ', package.Firmware.Select(image => $"{image.Key} {image.Value.Length}"))}\n");
        var mounted = package.Bom.SelectMany(line => line.References.Items).Intersect(package.Cpl.Select(line => line.Reference), StringComparer.OrdinalIgnoreCase).ToHashSet(StringComparer.OrdinalIgnoreCase);
        text.AppendJoin('\n', package.Bom.SelectMany(line => line.References.Items.Where(mounted.Contains).Select(reference => $"{reference} {line.Value} {line.Package} {line.LcscPart}")));
        text.AppendJoin('\n', package.Cpl.Where(line => mounted.Contains(line.Reference)));
        return text.ToString();
    }
}
