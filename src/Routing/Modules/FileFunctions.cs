using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Modules;

/// <summary>What a file says of itself: X2's .FileFunction (Gerber Layer Format Specification 2024.05, 5.6.3) and its older spellings.</summary>
internal static class FileFunctions
{
    private const int Longest = 200;

    /// <summary>The value of .FileFunction in a Gerber file, also where a comment hides it; null where there is none.</summary>
    public static string? In(ReadOnlySpan<byte> gerber)
    {
        var at = gerber.IndexOf("TF.FileFunction,"u8);
        if (at < 0)
        {
            return null;
        }

        var value = gerber[(at + "TF.FileFunction,".Length)..];
        var end = value.IndexOfAny((byte)'*', (byte)'%', (byte)'\n');
        return end is < 0 or > Longest ? null : AttributeText.OneLine(value[..end]).Trim();
    }

    /// <summary>Null for a function that leaves open what the file is (<c>Other,User</c>).</summary>
    public static FileRole? RoleOf(string function)
    {
        var fields = function.Split(',', StringSplitOptions.TrimEntries);
        var back = Has(fields, "Bot");
        switch (fields[0].ToUpperInvariant())
        {
            case "COPPER" when Has(fields, "Inr"):
                return new InnerCopperRole();
            case "COPPER" when back || Has(fields, "Top"):
                return Layer(ModuleLayer.FrontCopper, back);
            case "SOLDERMASK":
                return Layer(ModuleLayer.FrontMask, back);
            case "PASTE" or "SOLDERPASTE":
                return Layer(ModuleLayer.FrontPaste, back);
            case "LEGEND":
                return Layer(ModuleLayer.FrontSilkscreen, back);
            case "ASSEMBLYDRAWING":
                return Layer(ModuleLayer.FrontFab, back);
            case "OTHER" when Has(fields, "Fab"):
                return Layer(ModuleLayer.FrontFab, back);
            case "PROFILE":
                return new LayerRole(ModuleLayer.EdgeCuts);
            case "PLATED" or "NONPLATED" when Has(fields, "Blind") || Has(fields, "Buried"):
                return new InnerCopperRole();
            case "PLATED":
                return new DrillRole(true);
            case "NONPLATED":
                return new DrillRole(false);
            case "MIXEDPLATING":
                return new DrillRole(null);
            case "OTHER":
                return null;
            case "DRILLMAP" or "FABRICATIONDRAWING" or "ARRAYDRAWING" or "OTHERDRAWING" or "VCUTMAP" or "COMPONENT" or "KEEP-OUT" or "PADS":
                return new UnusedRole($"a drawing ({fields[0]})", Needless: true);
            default:
                return new UnusedRole($"of function {function}, which boards do not get", Needless: false);
        }
    }

    /// <summary>The layer, or the one on the back, which follows it.</summary>
    private static LayerRole Layer(ModuleLayer front, bool back) => new(back ? front + 1 : front);

    private static bool Has(string[] fields, string value) => fields.AsSpan(1).ContainsAny([value, value.ToUpperInvariant(), value.ToLowerInvariant()]);
}
