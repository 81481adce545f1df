using System.Diagnostics;
using System.Text.Json.Nodes;

namespace MakeDevice.Load;

/// <summary>A project to send and the zip that must come back, byte for byte.</summary>
internal sealed record Board(string Name, byte[] Project, byte[] Expected);

/// <summary>
/// The boards of a run: every valid sample project in several variants, each under its own name, so that a file of another job in a zip
/// is a difference. The expected bytes come from the command, not from the service under test.
/// </summary>
internal sealed class BoardSet(IReadOnlyList<Board> all)
{
    public IReadOnlyList<Board> All { get; } = all;

    /// <summary>The board that makes the smallest zip: for runs that are about the service, not about routing.</summary>
    public Board Small { get; } = all.MinBy(b => b.Expected.Length)!;

    public Board At(int index) => All[index % All.Count];

    public static async Task<BoardSet> MakeAsync(Options options, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("makedevice-load-");
        try
        {
            var boards = new List<Board>();
            var files = Directory.GetFiles(options.Projects)
                .Where(f => f.EndsWith(".MakeDevice", StringComparison.Ordinal) || f.EndsWith(".json", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal);
            foreach (var file in files)
            {
                for (var variant = 0; variant < options.Variants; variant++)
                {
                    if (await RouteAsync(options, file, variant, folder.FullName, cancellation) is { } board)
                    {
                        boards.Add(board);
                    }
                }
            }

            return boards.Count > 0 ? new BoardSet(boards) : throw new InvalidOperationException($"No project in {options.Projects} could be routed.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Board?> RouteAsync(Options options, string file, int variant, string folder, CancellationToken cancellation)
    {
        var name = $"{Path.GetFileNameWithoutExtension(file)}-v{variant}";
        var project = JsonNode.Parse(await File.ReadAllBytesAsync(file, cancellation));
        if (project is not JsonObject json)
        {
            return null;
        }

        json["name"] = name;
        json["id"] = name;
        var path = Path.Combine(folder, name + ".MakeDevice");
        var zip = Path.Combine(folder, name + ".zip");
        await File.WriteAllTextAsync(path, json.ToJsonString(), cancellation);
        var start = new ProcessStartInfo(options.Makedevice, ["route", path, "--modules", options.Modules, "--out", zip, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        await process.StandardError.ReadToEndAsync(cancellation);
        await output;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? new Board(name, await File.ReadAllBytesAsync(path, cancellation), await File.ReadAllBytesAsync(zip, cancellation))
            : null;
    }
}
