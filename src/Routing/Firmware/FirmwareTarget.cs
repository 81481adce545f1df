using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Firmware;

/// <summary>What a programmer's files are called and how its boot loader wants them.</summary>
/// <param name="FlashBase">Address of the first byte of a plain image.</param>
/// <param name="Encode">From an image to the boot loader's form; null where only the plain image is of use.</param>
internal sealed record FirmwareTarget(string FileStem, string Extension, long FlashBase, Func<FirmwareImage, byte[]>? Encode)
{
    public static FirmwareTarget Of(ModulePackage package) => (package.Family ?? BrainFamilies.Of(package.Key, BrainFamilies.BuiltIn)) switch
    {
        { Format: FirmwareFormat.Hex } family => new(family.Output, ".hex", 0, IntelHex.Write),
        { Format: FirmwareFormat.Uf2 } family => new(family.Output, ".uf2", Uf2.FlashBase, Uf2.Write),
        _ => new(package.Key.Name, "", 0, null),
    };
}
