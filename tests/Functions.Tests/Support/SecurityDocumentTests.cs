using System.Text.RegularExpressions;

namespace MakeDevice.Functions.Tests.Support;

/// <summary>docs/security.md says for every threat which test shows that it is stopped; a test of that name must exist, and so must a named file.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryFolders.Root, "docs", "security.md"));

    private static readonly string Sources = string.Join('\n', Directory.EnumerateFiles(Path.Combine(RepositoryFolders.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText));

    public static TheoryData<string> Named()
    {
        var rows = Document.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Count(c => c == '|') == 5).Skip(1);
        return [.. rows.Select(row => row.Split('|')[^2]).SelectMany(cell => Code().Matches(cell).Select(match => match.Groups[1].Value)).Distinct()];
    }

    [Fact]
    public void The_document_names_tests() => Assert.InRange(Named().Count, 40, 200);

    [Theory]
    [MemberData(nameof(Named))]
    public void A_named_test_or_file_exists(string name)
    {
        if (Path.Exists(Path.Combine(RepositoryFolders.Root, name)))
        {
            return;
        }

        Assert.All(name.Split('.'), part => Assert.Matches($@"\b(class|void|Task|Property) {part}\b", Sources));
    }

    [Fact]
    public void Every_threat_but_those_not_covered_names_what_shows_it()
    {
        var rows = Document.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Count(c => c == '|') == 5).Skip(1);
        Assert.All(rows.Where(row => !row.Contains("not stopped here", StringComparison.Ordinal)), row => Assert.Matches(Code(), row.Split('|')[^2]));
    }

    [Fact]
    public void Archives_are_unpacked_in_one_place_and_bodies_in_none()
    {
        // One reads packages of others, with its limits; the other what it wrote itself.
        string[] unpackers = ["PackageReader.cs", "PackageWriter.cs"];
        var lines = Directory.EnumerateFiles(Path.Combine(RepositoryFolders.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !unpackers.Contains(Path.GetFileName(file)))
            .SelectMany(File.ReadLines);
        Assert.All(
            lines.Where(line => line.Contains("new ZipArchive(", StringComparison.Ordinal) || Unpacker().IsMatch(line)),
            line => Assert.Matches("ZipArchiveMode.Create|, CompressionLevel\\.", line));
    }

    [GeneratedRegex("GZipStream|DeflateStream|BrotliStream|ZLibStream|ZipFile|UseRequestDecompression")]
    private static partial Regex Unpacker();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
