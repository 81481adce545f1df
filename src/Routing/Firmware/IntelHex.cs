namespace MakeDevice.Routing.Firmware;

/// <summary>
/// Intel HEX ("Hexadecimal Object File Format Specification", Intel, Rev. A, 1988), the form that a micro:bit flashes. Read with all its records
/// for 32-bit and 16-bit addresses; written with 32-bit ones.
/// </summary>
internal static class IntelHex
{
    private const int DataPerRecord = 16;
    private const int Segment = 0x1_0000;

    private const byte Data = 0, EndOfFile = 1, ExtendedSegmentAddress = 2, StartSegment = 3, ExtendedLinearAddress = 4, StartLinear = 5;

    /// <summary>A plain image from address 0.</summary>
    public static byte[] Write(ReadOnlySpan<byte> image) => Write(new FirmwareImage([(0, image.ToArray())]));

    /// <summary>Data records of at most 16 bytes, an extended linear address record where the upper half of the address changes, an end record; lines end with LF.</summary>
    public static byte[] Write(FirmwareImage image)
    {
        var text = new List<byte>(image.Runs.Sum(run => run.Bytes.Length) * 3 + 64);
        var upper = -1L;
        foreach (var (start, bytes) in image.Runs)
        {
            for (var at = 0; at < bytes.Length;)
            {
                var address = start + at;
                if (address / Segment != upper)
                {
                    upper = address / Segment;
                    WriteRecord(text, ExtendedLinearAddress, 0, [(byte)(upper >> 8), (byte)upper]);
                }

                var count = (int)Math.Min(Math.Min(DataPerRecord, bytes.Length - at), Segment - address % Segment);
                WriteRecord(text, Data, (int)(address % Segment), bytes.AsSpan(at, count));
                at += count;
            }
        }

        WriteRecord(text, EndOfFile, 0, []);
        return [.. text];
    }

    /// <exception cref="FirmwareException">A record is malformed, or of a kind that carries no program (a universal hex of two boards).</exception>
    public static FirmwareImage Read(ReadOnlySpan<byte> file)
    {
        var pieces = new List<(long, byte[])>();
        var high = 0L;
        var number = 0;
        foreach (var range in file.Split((byte)'\n'))
        {
            number++;
            var line = file[range].Trim(" \t\r"u8);
            if (line.IsEmpty)
            {
                continue;
            }

            var record = Decode(line, number);
            switch (record[3])
            {
                case Data:
                    pieces.Add((high + (record[1] << 8 | record[2]), record[4..^1]));
                    break;
                case EndOfFile:
                    return FirmwareImage.Of(pieces);
                case ExtendedSegmentAddress when record[0] == 2:
                    high = (long)(record[4] << 8 | record[5]) << 4;
                    break;
                case ExtendedLinearAddress when record[0] == 2:
                    high = (long)(record[4] << 8 | record[5]) << 16;
                    break;
                case StartSegment or StartLinear:
                    // Where the program starts: the boot loader has its own idea of that.
                    break;
                default:
                    throw FirmwareImage.Malformed("Intel HEX", $"line {number} has a record of type {record[3]}, which holds no program");
            }
        }

        throw FirmwareImage.Malformed("Intel HEX", $"the end record is missing");
    }

    /// <summary>Length, address (2), type, data, checksum.</summary>
    private static byte[] Decode(ReadOnlySpan<byte> line, int number)
    {
        var record = new byte[(line.Length - 1) / 2];
        if (line[0] != ':' || line.Length % 2 == 0 || record.Length < 5
            || Convert.FromHexString(line[1..], record, out _, out _) != System.Buffers.OperationStatus.Done || record[0] != record.Length - 5)
        {
            throw FirmwareImage.Malformed("Intel HEX", $"line {number} is no record");
        }

        return record.Aggregate(0, (sum, value) => sum + value) % 256 == 0
            ? record
            : throw FirmwareImage.Malformed("Intel HEX", $"the checksum of line {number} is wrong");
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
