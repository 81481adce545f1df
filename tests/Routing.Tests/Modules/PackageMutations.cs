using System.Text;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests.Modules;

/// <summary>A package with one thing damaged.</summary>
/// <param name="Names">Words of which an issue about the damage has one.</param>
internal sealed record PackageMutation(string What, ModuleFile[] Files, string[] Names)
{
    public bool IsNamedIn(string issue) => Names.Any(name => issue.Contains(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What may happen to a package: each file renamed, emptied, doubled and moved, each column of the component files renamed, each of their rows damaged.</summary>
internal static class PackageMutations
{
    public static ModuleFile[] FilesOf(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => new ModuleFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path))),
    ];

    public static IEnumerable<PackageMutation> Of(ModuleFile[] files)
    {
        for (var i = 0; i < files.Length; i++)
        {
            var file = files[i];
            var name = Path.GetFileName(file.Path);
            var folder = file.Path[..^name.Length];
            var stem = Path.GetFileNameWithoutExtension(name);
            yield return new($"{file.Path} renamed", Replaced(files, i, file with { Path = $"{folder}lost.{Path.GetExtension(name).TrimStart('.')}x" }), [$"lost.{Path.GetExtension(name).TrimStart('.')}x", .. OutlineIssue(name)]);
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

    /// <summary>What is told of an outline that is read by its attributes, but whose name no longer says that it is a connector's: it names the module.</summary>
    private static string[] OutlineIssue(string name) => name.EndsWith(".gm1", StringComparison.OrdinalIgnoreCase) ? ["MODULE_OUTLINE_IGNORED"] : [];

    private static IEnumerable<PackageMutation> TableMutations(ModuleFile[] files, int index)
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
}
