using System.Text;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Planning;

/// <summary>Routed copper as bytes, for the way between activities: counts, then points in nanometres; a few bytes a segment.</summary>
public static class RoutedBoardFile
{
    /// <summary>Of copper without stitching vias, of copper whose vias are marked where they are such, and of such with a pour that came by itself.</summary>
    private const byte Plain = 2, Stitched = 3, PouredByItself = 4;

    public static byte[] Write(RoutedBoard board)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            var hasStitches = board.StrainWithoutPour is not null || board.Vias.Any(via => via.IsStitch);
            writer.Write(board.StrainWithoutPour is not null ? PouredByItself : hasStitches ? Stitched : Plain);
            writer.Write7BitEncodedInt(board.Tracks.Length);
            foreach (var track in board.Tracks)
            {
                Write(writer, track);
            }

            writer.Write7BitEncodedInt(board.Vias.Length);
            foreach (var via in board.Vias)
            {
                writer.Write(via.Net);
                Write(writer, via.At);
                writer.Write7BitEncodedInt64(via.Diameter);
                writer.Write7BitEncodedInt64(via.Hole);
                if (hasStitches)
                {
                    writer.Write(via.IsStitch);
                }
            }

            writer.Write7BitEncodedInt(board.Unconnected.Length);
            foreach (var socket in board.Unconnected)
            {
                writer.Write7BitEncodedInt(socket);
            }

            writer.Write7BitEncodedInt(board.Pours.Length);
            foreach (var pour in board.Pours)
            {
                Write(writer, pour);
            }

            if (board.StrainWithoutPour is { } strain)
            {
                writer.Write(strain.Drop);
                writer.Write(strain.Load);
            }
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are of another version of this service, or no routed copper.</exception>
    public static RoutedBoard Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        if (bytes.Length == 0 || reader.ReadByte() is not (Plain or Stitched or PouredByItself))
        {
            throw new InvalidDataException("Routed copper of another version.");
        }

        try
        {
            var board = Read(reader, hasStitches: bytes[0] != Plain);
            return bytes[0] == PouredByItself ? board with { StrainWithoutPour = new(reader.ReadDouble(), reader.ReadDouble()) } : board;
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("Routed copper that is cut short.", e);
        }
    }

    private static RoutedBoard Read(BinaryReader reader, bool hasStitches) => new(
        [.. Repeat(reader, ReadTrack)],
        [.. Repeat(reader, r => ReadVia(r, hasStitches))],
        [.. Repeat(reader, r => r.Read7BitEncodedInt())])
    {
        Pours = [.. Repeat(reader, ReadPour)],
    };

    private static T[] Repeat<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.Read7BitEncodedInt();
        if (count < 0 || count > reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw new InvalidDataException("Routed copper that is cut short.");
        }

        var items = new T[count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(reader);
        }

        return items;
    }

    private static void Write(BinaryWriter writer, Track track)
    {
        writer.Write(track.Net);
        writer.Write((byte)track.Kind);
        writer.Write((byte)track.Layer);
        writer.Write7BitEncodedInt64(track.Width);
        writer.Write7BitEncodedInt(track.Points.Count);
        foreach (var point in track.Points)
        {
            Write(writer, point);
        }
    }

    private static void Write(BinaryWriter writer, Pour pour)
    {
        writer.Write(pour.Net);
        writer.Write((byte)pour.Layer);
        writer.Write7BitEncodedInt(pour.Outline.Count);
        foreach (var point in pour.Outline)
        {
            Write(writer, point);
        }
    }

    private static void Write(BinaryWriter writer, Point point)
    {
        writer.Write(point.X);
        writer.Write(point.Y);
    }

    private static Track ReadTrack(BinaryReader reader) => new(
        reader.ReadString(),
        (TrackKind)reader.ReadByte(),
        (CopperLayer)reader.ReadByte(),
        reader.Read7BitEncodedInt64(),
        [.. Repeat(reader, ReadPoint)]);

    private static Via ReadVia(BinaryReader reader, bool hasStitches) =>
        new(reader.ReadString(), ReadPoint(reader), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64()) { IsStitch = hasStitches && reader.ReadBoolean() };

    private static Pour ReadPour(BinaryReader reader) => new(reader.ReadString(), (CopperLayer)reader.ReadByte(), [.. Repeat(reader, ReadPoint)]);

    private static Point ReadPoint(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt64());
}
