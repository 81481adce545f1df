using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MakeDevice.Routing.Caching;

/// <summary>A SHA-256 digest: equal hashes mean equal content.</summary>
internal readonly record struct ContentHash(UInt128 High, UInt128 Low)
{
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>The hash of a question: what is asked, and all that the answer depends on, each part with its length.</summary>
    public static ContentHash Of(string question, params ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(question));
        foreach (var part in parts)
        {
            Append(hash, part);
        }

        Span<byte> digest = stackalloc byte[Size];
        hash.GetHashAndReset(digest);
        return Read(digest);
    }

    /// <summary>What <see cref="ToBytes"/> wrote, at the begin of at least <see cref="Size"/> bytes.</summary>
    public static ContentHash Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }

    private static void Append(IncrementalHash hash, byte[] part)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, part.LongLength);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
