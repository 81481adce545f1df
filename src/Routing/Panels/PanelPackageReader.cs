using System.IO.Compression;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Panels;

/// <summary>Takes the files out of a board's package. It is unpacked in memory only, and no further than a limit.</summary>
internal static class PanelPackageReader
{
    public static List<PanelInput> Files(ReadOnlyMemory<byte> zip, List<Issue> issues)
    {
        var files = new List<PanelInput>();
        if (zip.Length > Panel.MaxZipBytes)
        {
            issues.Add(new("PANEL_ZIP_INVALID", $"error=larger than {Panel.MaxZipBytes} bytes"));
            return files;
        }

        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip.ToArray(), writable: false));
            Read(archive, files);
        }
        catch (InvalidDataException e)
        {
            issues.Add(new("PANEL_ZIP_INVALID", $"error={IssueText.Sentence(e.Message)}"));
        }

        if (files.Count == 0 && issues.Count == 0)
        {
            issues.Add(new("PANEL_ZIP_INVALID", "error=no files in it"));
        }

        return files;
    }

    private static void Read(ZipArchive archive, List<PanelInput> files)
    {
        var left = Panel.MaxUnpackedBytes;
        foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0))
        {
            if (files.Count >= PanelBoardReader.MostFiles)
            {
                throw new InvalidDataException($"more than {PanelBoardReader.MostFiles} files");
            }

            using var content = entry.Open();
            var bytes = new byte[Math.Min(left, entry.Length) + 1];
            var length = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            left -= length;
            if (length == bytes.Length || left <= 0)
            {
                throw new InvalidDataException($"unpacks to more than it says, or than {Panel.MaxUnpackedBytes} bytes");
            }

            files.Add(new(entry.Name, null, bytes.AsMemory(0, length)));
        }
    }
}
