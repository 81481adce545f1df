using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Panels;

/// <summary>Takes the files out of a board's package, and out of the zip of Gerbers in it where only that has them.</summary>
internal static class PanelPackageReader
{
    public static List<PanelInput> Files(ReadOnlyMemory<byte> zip, List<Issue> issues)
    {
        if (zip.Length > Panel.MaxZipBytes)
        {
            issues.Add(new("PANEL_ZIP_INVALID", $"error=larger than {Panel.MaxZipBytes} bytes"));
            return [];
        }

        var (files, problem) = PackageReader.Read(zip.ToArray());
        if (problem is not null)
        {
            issues.Add(new("PANEL_ZIP_INVALID", problem.Fields));
        }

        return [.. NestedZip.Open(files).Select(file => new PanelInput(file.Path, null, file.Content))];
    }
}
