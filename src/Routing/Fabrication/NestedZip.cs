using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Fabrication;

/// <summary>A zip within a package: what a house takes as it is (<c>BOARD-gerbers.zip</c>) lies beside the files of a board that somebody packs by hand, or alone with its lists of parts.</summary>
internal static class NestedZip
{
    /// <summary>
    /// A package without the zips whose files it has beside them; where no file but those of one zip says how the board is made, they stand for it. Any other
    /// zip stays a file of the package, so that it is told of.
    /// </summary>
    public static IReadOnlyList<ModuleFile> Open(IReadOnlyList<ModuleFile> files)
    {
        var zips = files.Where(IsZip).ToList();
        if (zips.Count == 0)
        {
            return files;
        }

        var beside = files.Except(zips).ToList();
        var opened = zips.ToDictionary(zip => zip, zip => PackageReader.Read(zip.Content.ToArray()).Files);
        var others = zips.Where(zip => opened[zip].IsEmpty || !opened[zip].All(file => Has(beside, file))).ToList();
        return others is [var one] && opened[one].Any(IsFabrication) && !beside.Any(IsFabrication) && !opened[one].Any(file => Named(beside, file) is not null)
            ? [.. beside, .. opened[one]]
            : [.. files.Where(file => !IsZip(file) || others.Contains(file))];
    }

    private static bool IsZip(ModuleFile file) => file.Path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static bool IsFabrication(ModuleFile file) => FileFormats.Of(file.Content.Span) is FileFormat.Gerber or FileFormat.Excellon;

    private static ModuleFile? Named(List<ModuleFile> files, ModuleFile file) =>
        files.Find(other => string.Equals(other.Path, file.Path, StringComparison.OrdinalIgnoreCase));

    private static bool Has(List<ModuleFile> files, ModuleFile file) => Named(files, file) is { } other && other.Content.Span.SequenceEqual(file.Content.Span);
}
