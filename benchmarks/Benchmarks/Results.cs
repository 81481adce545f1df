using System.Text;

namespace MakeDevice.Benchmarks;

/// <summary>The page of results: tables between marks in benchmarks/README.md, plots in benchmarks/results.</summary>
internal static class Results
{
    private static readonly string Folder = Path.Combine(Boards.Root, "benchmarks");

    /// <summary>Puts a section's text in place of what stood between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
    public static void Save(string section, string text)
    {
        var path = Path.Combine(Folder, "README.md");
        var page = File.ReadAllText(path);
        var (open, close) = ($"<!-- {section} -->\n", $"<!-- /{section} -->");
        var start = page.IndexOf(open, StringComparison.Ordinal) + open.Length;
        var end = page.IndexOf(close, StringComparison.Ordinal);
        if (start < open.Length || end < start)
        {
            throw new InvalidDataException($"{path} has no section {section}");
        }

        File.WriteAllText(path, new StringBuilder(page).Remove(start, end - start).Insert(start, text.TrimEnd() + "\n").ToString());
    }

    public static void SavePlot(string name, string svg)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "results"));
        File.WriteAllText(Path.Combine(Folder, "results", name), svg);
    }
}
