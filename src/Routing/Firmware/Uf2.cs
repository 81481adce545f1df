using System.Buffers.Binary;

namespace MakeDevice.Routing.Firmware;

/// <summary>UF2 (github.com/microsoft/uf2, "File format") for the RP2040, whose boot ROM shows up as a drive that takes it.</summary>
internal static class Uf2
{
    /// <summary>Where the RP2040 sees its flash memory.</summary>
    public const long FlashBase = 0x10000000;

    private const int BlockSize = 512, HeaderSize = 32, MostPayload = 476;

    /// <summary>The RP2040's boot ROM takes blocks of 256 bytes at multiples of 256 only (RP2040 datasheet, 2.8.4.2).</summary>
    private const int Payload = 256;

    private const uint FirstMagic = 0x0A324655, SecondMagic = 0x9E5D5157, LastMagic = 0x0AB16F30;
    private const uint NotForFlash = 0x00000001, FamilyPresent = 0x00002000;
    private const uint Rp2040Family = 0xE48BFF56;

    /// <summary>A plain image from the start of the flash.</summary>
    public static byte[] Write(ReadOnlySpan<byte> image) => Write(new FirmwareImage([(FlashBase, image.ToArray())]));

    /// <summary>One block of 512 bytes for every 256 bytes of flash that the image has any of, the rest of it zeros.</summary>
    public static byte[] Write(FirmwareImage image)
    {
        var pages = new SortedDictionary<long, byte[]>();
        foreach (var (start, bytes) in image.Runs)
        {
            for (var at = 0; at < bytes.Length;)
            {
                var (page, offset) = ((start + at) / Payload, (int)((start + at) % Payload));
                if (!pages.TryGetValue(page, out var content))
                {
                    pages.Add(page, content = new byte[Payload]);
                }

                var count = Math.Min(Payload - offset, bytes.Length - at);
                bytes.AsSpan(at, count).CopyTo(content.AsSpan(offset));
                at += count;
            }
        }

        var file = new byte[pages.Count * BlockSize];
        var index = 0;
        foreach (var (page, content) in pages)
        {
            WriteBlock(file.AsSpan(index * BlockSize, BlockSize), (uint)(page * Payload), content, (uint)index++, (uint)pages.Count);
        }

        return file;
    }

    /// <exception cref="FirmwareException">A block is malformed, or for another chip.</exception>
    public static FirmwareImage Read(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty || file.Length % BlockSize != 0)
        {
            throw FirmwareImage.Malformed("UF2", $"{file.Length} bytes are no whole blocks of {BlockSize}");
        }

        var pieces = new List<(long, byte[])>();
        for (var at = 0; at < file.Length; at += BlockSize)
        {
            var block = file.Slice(at, BlockSize);
            var (flags, length, family) = (Field(block, 2), Field(block, 4), Field(block, 7));
            if (Field(block, 0) != FirstMagic || Field(block, 1) != SecondMagic || BinaryPrimitives.ReadUInt32LittleEndian(block[^4..]) != LastMagic || length > MostPayload)
            {
                throw FirmwareImage.Malformed("UF2", $"block {at / BlockSize} is no block");
            }

            if ((flags & NotForFlash) != 0)
            {
                continue;
            }

            if ((flags & FamilyPresent) != 0 && family != Rp2040Family)
            {
                throw FirmwareImage.Malformed("UF2", $"block {at / BlockSize} is for another chip than the RP2040");
            }

            pieces.Add((Field(block, 3), block.Slice(HeaderSize, (int)length).ToArray()));
        }

        return FirmwareImage.Of(pieces);
    }

    private static uint Field(ReadOnlySpan<byte> block, int index) => BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * index)..]);

    private static void WriteBlock(Span<byte> block, uint address, ReadOnlySpan<byte> content, uint index, uint count)
    {
        ReadOnlySpan<uint> header = [FirstMagic, SecondMagic, FamilyPresent, address, Payload, index, count, Rp2040Family];
        for (var field = 0; field < header.Length; field++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block[(field * 4)..], header[field]);
        }

        content.CopyTo(block[HeaderSize..]);
        BinaryPrimitives.WriteUInt32LittleEndian(block[^4..], LastMagic);
    }
}
