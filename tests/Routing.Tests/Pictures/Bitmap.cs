using System.Buffers.Binary;
using System.IO.Compression;

namespace MakeDevice.Routing.Tests.Pictures;

/// <summary>A picture in black and white: true where there is ink.</summary>
internal sealed class Bitmap(int width, int height, bool[] ink)
{
    public int Width => width;

    public int Height => height;

    public int Count => ink.Count(dark => dark);

    public bool this[int x, int y] => x >= 0 && y >= 0 && x < width && y < height && ink[y * width + x];

    /// <summary>Reads a PNG of 8 bits a channel; a pixel is ink where <paramref name="isInk"/> says so of its channels.</summary>
    public static Bitmap Read(string path, Func<ReadOnlyMemory<byte>, bool> isInk)
    {
        var png = File.ReadAllBytes(path);
        using var packed = new MemoryStream();
        int width = 0, height = 0, channels = 0;
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var data = png.AsSpan(at + 8, length);
            switch (System.Text.Encoding.ASCII.GetString(png, at + 4, 4))
            {
                case "IHDR":
                    (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                    Assert.True(data[8] == 8 && data[12] == 0, "a PNG of 8 bits a channel, not interlaced");
                    channels = data[9] switch { 0 => 1, 2 => 3, 4 => 2, 6 => 4, var type => throw new NotSupportedException($"PNG colour type {type}") };
                    break;
                case "IDAT":
                    packed.Write(data);
                    break;
            }

            at += length + 12;
        }

        packed.Position = 0;
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        var ink = new bool[width * height];
        byte[] row = new byte[width * channels], above = new byte[width * channels];
        for (var y = 0; y < height; y++)
        {
            var filter = rows.ReadByte();
            rows.ReadExactly(row);
            Unfilter(filter, row, above, channels);
            for (var x = 0; x < width; x++)
            {
                ink[y * width + x] = isInk(row.AsMemory(x * channels, channels));
            }

            (row, above) = (above, row);
        }

        return new(width, height, ink);
    }

    /// <summary>Pixels that are ink here and not within two pixels there, thin lines and dots left out: what differs by more than an edge.</summary>
    public int ThickerThan(Bitmap other)
    {
        bool Extra(int x, int y) => this[x, y] && !other.HasNear(x, y, 2);
        var thick = 0;
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                thick += Extra(x, y) && Enumerable.Range(0, 9).All(i => Extra(x + i % 3 - 1, y + i / 3 - 1)) ? 9 : 0;
            }
        }

        return thick;
    }

    private bool HasNear(int x, int y, int reach)
    {
        for (var dy = -reach; dy <= reach; dy++)
        {
            for (var dx = -reach; dx <= reach; dx++)
            {
                if (this[x + dx, y + dy])
                {
                    return true;
                }
            }
        }

        return false;
    }

    // PNG specification, 9.2.
    private static void Unfilter(int filter, byte[] row, byte[] above, int channels)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < channels ? 0 : row[i - channels], up = above[i], corner = i < channels ? 0 : above[i - channels];
            row[i] += (byte)(filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner, toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toCorner = Math.Abs(estimate - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
