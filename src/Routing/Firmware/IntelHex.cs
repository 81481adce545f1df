namespace MakeDevice.Routing.Firmware;

/// <summary>Writes an image as Intel HEX ("Hexadecimal Object File Format Specification", Intel, Rev. A, 1988), the form that a micro:bit flashes.</summary>
internal static class IntelHex
{
    private const int DataPerRecord = 16;
    private const int Segment = 0x1_0000;

    private const byte Data = 0, EndOfFile = 1, ExtendedLinearAddress = 4;

    /// <summary>Data records of 16 bytes from address 0, an extended linear address record before every 64 KiB, an end record; lines end with LF.</summary>
    public static byte[] Write(ReadOnlySpan<byte> image)
    {
        var text = new List<byte>(image.Length * 3 + 64);
        for (var address = 0; address < image.Length; address += DataPerRecord)
        {
            if (address % Segment == 0)
            {
                WriteRecord(text, ExtendedLinearAddress, 0, [(byte)(address / Segment >> 8), (byte)(address / Segment)]);
            }

            WriteRecord(text, Data, address % Segment, image.Slice(address, Math.Min(DataPerRecord, image.Length - address)));
        }

        WriteRecord(text, EndOfFile, 0, []);
        return [.. text];
    }

    private static void WriteRecord(List<byte> text, byte type, int address, ReadOnlySpan<byte> data)
    {
        text.Add((byte)':');
        var sum = 0;
        Put((byte)data.Length);
        Put((byte)(address >> 8));
        Put((byte)address);
        Put(type);
        foreach (var value in data)
        {
            Put(value);
        }

        // The checksum makes the sum of all bytes a multiple of 256.
        Put((byte)-sum);
        text.Add((byte)'\n');

        void Put(byte value)
        {
            sum += value;
            text.Add("0123456789ABCDEF"u8[value >> 4]);
            text.Add("0123456789ABCDEF"u8[value & 15]);
        }
    }
}
