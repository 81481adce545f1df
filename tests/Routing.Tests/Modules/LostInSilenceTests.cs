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
        ModuleFile[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => new ModuleFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path)))];
        var whole = ModulePackageReader.Read(key, files);
        var content = Content(whole);
        var told = whole.Issues.Select(issue => issue.ToString()).ToHashSet(StringComparer.Ordinal);
        var silent = new List<string>();
        foreach (var mutation in Mutations(files))
        {
            try
            {
                var package = ModulePackageReader.Read(key, mutation.Files);
                var news = package.Issues.Select(issue => issue.ToString()).Where(issue => !told.Contains(issue)).ToList();
                if (Content(package) != content && !news.Exists(issue => mutation.Names.Any(name => issue.Contains(name, StringComparison.OrdinalIgnoreCase))))
                {
                    silent.Add($"{mutation.What}: {string.Join(" | ", news)}");
                }
            }
            catch (ModulePackageException refused) when (mutation.Names.Any(name => refused.Issue.ToString().Contains(name, StringComparison.OrdinalIgnoreCase)))
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

    private static IEnumerable<Mutation> Mutations(ModuleFile[] files)
    {
        for (var i = 0; i < files.Length; i++)
        {
            var file = files[i];
            var name = Path.GetFileName(file.Path);
            var folder = file.Path[..^name.Length];
            var stem = Path.GetFileNameWithoutExtension(name);
            yield return new($"{file.Path} renamed", Replaced(files, i, file with { Path = $"{folder}lost.{Path.GetExtension(name).TrimStart('.')}x" }), [$"lost.{Path.GetExtension(name).TrimStart('.')}x"]);
            yield return new($"{file.Path} without its extension", Replaced(files, i, file with { Path = $"{folder}{stem}" }), [stem]);
            yield return new($"{file.Path} emptied", Replaced(files, i, file with { Content = default }), [name, .. References(file)]);
            yield return new($"{file.Path} moved", Replaced(files, i, file with { Path = $"elsewhere/{name}" }), [name]);
            if (folder == "firmware/")
            {
                // Two images in one package are told of when the board's firmware is made.
                continue;
            }

            yield return new($"{file.Path} doubled", [.. files, file with { Path = $"{folder}Copy of {name}" }], ["Copy_of", name, .. References(file)]);
            foreach (var mutation in file.Path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? TableMutations(files, i) : [])
            {
                yield return mutation;
            }
        }
    }

    private static IEnumerable<Mutation> TableMutations(ModuleFile[] files, int index)
    {
        var file = files[index];
        var lines = Encoding.UTF8.GetString(file.Content.Span).Split('\n');
        var headings = lines[0].TrimEnd('\r').Split(',');
        for (var column = 0; column < headings.Length; column++)
        {
            string[] renamed = [.. headings];
            renamed[column] = "Zzyx";
            yield return new($"{file.Path}: column {headings[column]} renamed", With(files, index, lines, 0, string.Join(',', renamed)), ["Zzyx", Path.GetFileName(file.Path)]);
        }

        for (var row = 1; row < lines.Length; row++)
        {
            if (lines[row].Trim().Length > 0)
            {
                string[] names = [Path.GetFileName(file.Path), .. ReferencesOf(lines[row])];
                yield return new($"{file.Path}: row {row + 1} gone", With(files, index, lines, row, ""), names);
                yield return new($"{file.Path}: row {row + 1} cut", With(files, index, lines, row, lines[row][..(lines[row].Length / 2)]), names);
                yield return new($"{file.Path}: row {row + 1} without its first letters", With(files, index, lines, row, lines[row][(lines[row].Length / 3)..]), names);
                yield return new($"{file.Path}: row {row + 1} doubled", With(files, index, lines, row, lines[row] + "\n" + lines[row]), names);
                yield return new($"{file.Path}: row {row + 1} garbled", With(files, index, lines, row, lines[row].Replace(',', ';')), names);
            }
        }
    }

    private static ModuleFile[] With(ModuleFile[] files, int index, string[] lines, int row, string text)
    {
        string[] changed = [.. lines];
        changed[row] = text;
        return Replaced(files, index, files[index] with { Content = Encoding.UTF8.GetBytes(string.Join('\n', changed)) });
    }

    private static ModuleFile[] Replaced(ModuleFile[] files, int index, ModuleFile file)
    {
        ModuleFile[] replaced = [.. files];
        replaced[index] = file;
        return replaced;
    }

    private static IEnumerable<string> References(ModuleFile file) =>
        file.Path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString(file.Content.Span).Split('\n').Skip(1).SelectMany(ReferencesOf) : [];

    /// <summary>What in a row looks like a reference.</summary>
    private static IEnumerable<string> ReferencesOf(string row) =>
        row.Split(',', '"', ' ').Where(cell => cell.Length is > 1 and < 6 && char.IsAsciiLetterUpper(cell[0]) && char.IsAsciiDigit(cell[^1]));

    private sealed record Mutation(string What, ModuleFile[] Files, string[] Names);
}
