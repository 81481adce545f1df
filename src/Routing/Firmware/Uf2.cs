using System.Buffers.Binary;

namespace MakeDevice.Routing.Firmware;

/// <summary>Writes an image as UF2 (github.com/microsoft/uf2, "File format") for the RP2040, whose boot ROM shows up as a drive that takes it.</summary>
internal static class Uf2
{
    private const int BlockSize = 512, HeaderSize = 32;

    /// <summary>The RP2040's boot ROM takes blocks of 256 bytes at multiples of 256 only (RP2040 datasheet, 2.8.4.2).</summary>
    private const int Payload = 256;

    private const uint FirstMagic = 0x0A324655, SecondMagic = 0x9E5D5157, LastMagic = 0x0AB16F30;
    private const uint FamilyPresent = 0x00002000;
    private const uint Rp2040Family = 0xE48BFF56;
    private const uint FlashBase = 0x10000000;

    /// <summary>One block of 512 bytes for every 256 bytes of the image, which is padded with zeros; addresses from the start of the flash.</summary>
    public static byte[] Write(ReadOnlySpan<byte> image)
    {
        var blocks = (image.Length + Payload - 1) / Payload;
        var file = new byte[blocks * BlockSize];
        for (var i = 0; i < blocks; i++)
        {
            var block = file.AsSpan(i * BlockSize, BlockSize);
            ReadOnlySpan<uint> header =
                [FirstMagic, SecondMagic, FamilyPresent, FlashBase + (uint)(i * Payload), Payload, (uint)i, (uint)blocks, Rp2040Family];
            for (var field = 0; field < header.Length; field++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(block[(field * 4)..], header[field]);
            }

            image.Slice(i * Payload, Math.Min(Payload, image.Length - i * Payload)).CopyTo(block[HeaderSize..]);
            BinaryPrimitives.WriteUInt32LittleEndian(block[^4..], LastMagic);
        }

        return file;
    }
}
