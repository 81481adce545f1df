namespace MakeDevice.Routing.Modules.Assembly;

internal enum ComponentFileKind
{
    /// <summary>A table of something else.</summary>
    Other,
    Bom,
    Cpl,
}

/// <summary>Tells a bill of materials from a pick-and-place list, by its name, or else by its headings.</summary>
internal static class ComponentFile
{
    private static readonly string[] BomNames = ["bom", "partlist", "parts-list", "parts_list", "billofmaterials"];
    private static readonly string[] CplNames = ["cpl", "-pos", "_pos", "position", "pick", "place", "centroid", "xyrs", "mnt"];

    public static ComponentFileKind KindOf(string name, ReadOnlySpan<byte> content)
    {
        if (BomNames.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            return ComponentFileKind.Bom;
        }

        if (CplNames.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            return ComponentFileKind.Cpl;
        }

        return ComponentTable.Has(content, ComponentField.Reference, ComponentField.X, ComponentField.Y) ? ComponentFileKind.Cpl
            : ComponentTable.Has(content, ComponentField.Reference, ComponentField.Value) || ComponentTable.Has(content, ComponentField.Reference, ComponentField.Package) ? ComponentFileKind.Bom
            : ComponentFileKind.Other;
    }
}
