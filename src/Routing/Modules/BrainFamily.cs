namespace MakeDevice.Routing.Modules;

/// <summary>Modules that are flashed with the same image: how to know them, where their image comes from, and what a board's own becomes.</summary>
/// <param name="Match">Part of the module's name, in either case.</param>
/// <param name="Image">Name of the base image without its extension: <c>microbit-base</c>.</param>
/// <param name="Output">Name of the file that a user copies to the brain, without its extension: <c>MICROBIT</c>.</param>
/// <param name="Format">What its boot loader takes.</param>
public sealed record BrainFamily(string Match, string Image, string Output, FirmwareFormat Format)
{
    public bool Contains(ModuleKey module) => module.Name.Contains(Match, StringComparison.OrdinalIgnoreCase);
}

/// <summary>How a boot loader takes an image.</summary>
public enum FirmwareFormat
{
    /// <summary>Intel HEX, from address 0.</summary>
    Hex,

    /// <summary>UF2 of the RP2040, from the start of its flash at 0x10000000.</summary>
    Uf2,
}
