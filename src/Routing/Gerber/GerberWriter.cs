namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Writes a layer as Gerber X2 (specification 2024.05) in the part of the format that every tool reads: millimetres with six
/// decimals, so exact nanometres; no blocks, no step and repeat, no aperture transformation; each command ends with a star.
/// </summary>
internal static class GerberWriter
{
    public static byte[] Write(GerberLayer layer)
    {
        using var text = new GerberText();
        Write(layer, text);
        return text.Written.ToArray();
    }

    public static void Write(GerberLayer layer, Stream destination)
    {
        using var text = new GerberText();
        Write(layer, text);
        destination.Write(text.Written);
    }

    private static void Write(GerberLayer layer, GerberText text)
    {
        foreach (var attribute in layer.FileAttributes)
        {
            AttributeWriter.Write(text, "TF"u8, attribute);
        }

        using var body = new GerberText();
        var apertures = new ApertureTable();
        var objects = new ObjectWriter(body, apertures);
        foreach (var item in layer.Objects)
        {
            objects.Write(item);
        }

        text.Add("%FSLAX46Y46*%\n%MOMM*%\n%LPD*%\nG01*\n"u8);
        apertures.Write(text);
        text.Add(body.Written);
        text.Add("M02*\n"u8);
    }
}
