using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace MakeDevice.Local.Durable;

/// <summary>
/// The history of one instance on disk: a header, then records of length, checksum and JSON, appended only. Each checksum
/// (CRC-32C, Castagnoli) goes on from the one before it, so that a record is valid only at its own place: a tail torn by a
/// crash, or one left by a write that failed, is recognised and cut.
/// </summary>
/// <remarks>
/// A write reaches the operating system before it returns, so a killed process loses nothing. What a client was told
/// (a start, an event, an end) is also flushed to the device, so that a power failure loses only steps that are repeated.
/// Behind the last record lie zeros, room that is already taken from the disk: on a full one the end can still be written.
/// </remarks>
internal sealed class Journal
{
    /// <summary>Bytes kept for the end of an instance that has to be given up.</summary>
    private const int Reserve = 1024;

    private const int RecordHeader = 8;
    private const int LargestRecord = 256 * 1024 * 1024;

    private long _length;
    private uint _checksum;

    private Journal(string path, long length, uint checksum)
    {
        Path = path;
        _length = length;
        _checksum = checksum;
    }

    public string Path { get; set; }

    private static ReadOnlySpan<byte> Header => "MDJRNL1\n"u8;

    /// <summary>Makes a journal with its first records, in one step: a crash leaves all of it or nothing.</summary>
    public static Journal Create(string path, IReadOnlyList<HistoryEvent> events)
    {
        string temporary = path + ".new";
        ArrayBufferWriter<byte> buffer = new(1024);
        buffer.Write(Header);
        uint checksum = Encode(buffer, events, 0);
        int length = buffer.WrittenCount;
        AddReserve(buffer);
        try
        {
            WriteNew(temporary, buffer.WrittenSpan);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return new Journal(path, length, checksum);
    }

    /// <summary>Reads every valid record; what follows the last of them is overwritten by the next <see cref="Append"/>.</summary>
    /// <returns>No events where not even the first record is whole: such a start was never acknowledged.</returns>
    public static (Journal Journal, List<HistoryEvent> Events) Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        List<HistoryEvent> events = [];
        int offset = bytes.AsSpan().StartsWith(Header) ? Header.Length : bytes.Length;
        uint checksum = 0;
        while (TryDecode(bytes.AsSpan(offset), checksum, out HistoryEvent? next, out int size, out uint sum))
        {
            events.Add(next!);
            offset += size;
            checksum = sum;
        }

        return (new Journal(path, offset, checksum), events);
    }

    /// <summary>Appends records in one write. An end may use the room that is kept for it, and gives back what it does not need.</summary>
    /// <param name="flush">Also to the device, not only to the operating system.</param>
    /// <exception cref="IOException">Nothing counts as written; the same records may be appended again.</exception>
    public void Append(IReadOnlyList<HistoryEvent> events, bool flush)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        uint checksum = Encode(buffer, events, _checksum);
        long length = _length + buffer.WrittenCount;
        bool isEnd = events[^1] is ExecutionEnded;
        if (!isEnd)
        {
            AddReserve(buffer);
        }

        using SafeFileHandle file = File.OpenHandle(Path, FileMode.Open, FileAccess.Write, FileShare.Read);
        RandomAccess.Write(file, buffer.WrittenSpan, _length);
        if (isEnd)
        {
            RandomAccess.SetLength(file, length);
        }

        if (flush)
        {
            RandomAccess.FlushToDisk(file);
        }

        _length = length;
        _checksum = checksum;
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, bytes, 0);
        RandomAccess.FlushToDisk(file);
    }

    /// <remarks>Real zeros: a length alone would take no room on the disk. A record of length 0 is none, so reading stops at them.</remarks>
    private static void AddReserve(ArrayBufferWriter<byte> buffer)
    {
        buffer.GetSpan(Reserve)[..Reserve].Clear();
        buffer.Advance(Reserve);
    }

    private static uint Encode(ArrayBufferWriter<byte> buffer, IReadOnlyList<HistoryEvent> events, uint checksum)
    {
        ArrayBufferWriter<byte> json = new(512);
        using Utf8JsonWriter writer = new(json);
        foreach (HistoryEvent item in events)
        {
            json.ResetWrittenCount();
            writer.Reset(json);
            JsonSerializer.Serialize(writer, item, HistoryJson.Default.HistoryEvent);
            checksum = Checksum(checksum, json.WrittenSpan);
            Span<byte> header = buffer.GetSpan(RecordHeader);
            BinaryPrimitives.WriteInt32LittleEndian(header, json.WrittenCount);
            BinaryPrimitives.WriteUInt32LittleEndian(header[4..], checksum);
            buffer.Advance(RecordHeader);
            buffer.Write(json.WrittenSpan);
        }

        return checksum;
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, uint checksum, out HistoryEvent? item, out int size, out uint sum)
    {
        (item, size, sum) = (null, 0, 0);
        if (bytes.Length < RecordHeader)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length is <= 0 or > LargestRecord || length > bytes.Length - RecordHeader)
        {
            return false;
        }

        ReadOnlySpan<byte> json = bytes.Slice(RecordHeader, length);
        sum = Checksum(checksum, json);
        if (sum != BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]))
        {
            return false;
        }

        item = JsonSerializer.Deserialize(json, HistoryJson.Default.HistoryEvent);
        size = RecordHeader + length;
        return item is not null;
    }

    private static uint Checksum(uint seed, ReadOnlySpan<byte> data)
    {
        uint crc = ~BitOperations.Crc32C(seed, (uint)data.Length);
        while (data.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
