using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>A routing plan as bytes: what travels between activities. Not a public format; written and read by one version.</summary>
internal static class PlanCodec
{
    private const int Magic = 0x3352444D; // "MDR3"

    public static byte[] Write(RoutingPlan plan)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            writer.Write(Magic);
            WriteHeader(writer, plan);
            WriteAll(writer, plan.Nets, (w, net) =>
            {
                w.Write(net.Name);
                w.Write((byte)net.Side);
                w.Write(net.BusX);
            });
            WriteAll(writer, plan.Sockets, WriteSocket);
            WriteAll(writer, plan.Obstacles, WriteObstacle);
            WriteAll(writer, plan.Batches, (w, batch) =>
            {
                w.Write((byte)batch.Side);
                w.Write(batch.Index);
                WriteAll(w, batch.Modules, (v, i) => v.Write(i));
                WriteAll(w, batch.Sockets, (v, i) => v.Write(i));
            });
            WriteAll(writer, plan.Reasoning, (w, text) => w.Write(text));
            WriteAll(writer, plan.LeftOut, (w, id) => w.Write(id));
            writer.Write(plan.MostMegabytes);
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a plan of this version.</exception>
    public static RoutingPlan Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        if (bytes.Length < 4 || reader.ReadInt32() != Magic)
        {
            throw new InvalidDataException("not a routing plan of this version");
        }

        var outline = new BoardOutline(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean(), reader.ReadBoolean());
        outline = reader.ReadBoolean() ? BoardOutline.Of(new FreeOutline(ReadContour(reader))) : outline;
        var rules = JsonSerializer.Deserialize(reader.ReadString(), PlanJson.Default.DesignRules)!;
        var lattice = new RoutingLattice(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var id = 0;
        var nets = ReadAll(reader, r => new PlannedNet(++id, r.ReadString(), (Side)r.ReadByte(), r.ReadInt64()));
        return new(
            outline,
            rules,
            lattice,
            nets,
            ReadAll(reader, ReadSocket),
            ReadAll(reader, ReadObstacle),
            ReadAll(reader, r => new PlannedBatch(
                (Side)r.ReadByte(), r.ReadInt32(), ReadAll(r, v => v.ReadInt32()), ReadAll(r, v => v.ReadInt32()))),
            ReadAll(reader, r => r.ReadString()))
        {
            LeftOut = ReadAll(reader, r => r.ReadInt32()),
            MostMegabytes = reader.ReadInt64(),
        };
    }

    private static void WriteHeader(BinaryWriter writer, RoutingPlan plan)
    {
        writer.Write(plan.Outline.Width);
        writer.Write(plan.Outline.Height);
        writer.Write(plan.Outline.CornerRadius);
        writer.Write(plan.Outline.TopConnector);
        writer.Write(plan.Outline.BottomConnector);
        writer.Write(plan.Outline.Free is not null);
        if (plan.Outline.Free is { } free)
        {
            WriteContour(writer, free.Contour);
        }

        writer.Write(JsonSerializer.Serialize(plan.Rules, PlanJson.Default.DesignRules));
        writer.Write(plan.Lattice.Pitch);
        writer.Write(plan.Lattice.ResidueX);
        writer.Write(plan.Lattice.ResidueY);
    }

    private static void WriteContour(BinaryWriter writer, Contour contour)
    {
        WritePoint(writer, contour.Start);
        WriteAll(writer, contour.Segments.Items, (w, segment) =>
        {
            WritePoint(w, segment.To);
            w.Write(segment.Center is not null);
            WritePoint(w, segment.Center ?? default);
            w.Write(segment.Clockwise);
        });
    }

    private static Contour ReadContour(BinaryReader reader) => new(
        ReadPoint(reader),
        new(ReadAll(reader, r =>
        {
            var to = ReadPoint(r);
            var isArc = r.ReadBoolean();
            var center = ReadPoint(r);
            return new ContourSegment(to, isArc ? center : null, r.ReadBoolean());
        })));

    private static void WriteSocket(BinaryWriter writer, PlannedSocket socket)
    {
        writer.Write(socket.Id);
        writer.Write(socket.Module);
        writer.Write(socket.Net);
        WritePoint(writer, socket.At);
        writer.Write((byte)socket.Layer);
        WritePoint(writer, socket.Start);
        writer.Write(socket.Via);
    }

    private static PlannedSocket ReadSocket(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), ReadPoint(reader), (CopperLayer)reader.ReadByte(), ReadPoint(reader), reader.ReadBoolean());

    private static void WriteObstacle(BinaryWriter writer, Obstacle obstacle)
    {
        writer.Write((byte)obstacle.Kind);
        writer.Write((byte)obstacle.Layers);
        writer.Write(obstacle.Net);
        writer.Write(obstacle.Module);
        switch (obstacle.Shape)
        {
            case Capsule capsule:
                writer.Write(false);
                WritePoint(writer, capsule.A);
                WritePoint(writer, capsule.B);
                writer.Write(capsule.Radius);
                break;
            case Polygon polygon:
                writer.Write(true);
                WriteAll(writer, polygon.Outline, WritePoint);
                WriteAll(writer, polygon.Holes, (w, hole) => WriteAll(w, hole, WritePoint));
                break;
            default:
                throw new InvalidOperationException("unknown shape");
        }
    }

    private static Obstacle ReadObstacle(BinaryReader reader)
    {
        var kind = (ObstacleKind)reader.ReadByte();
        var layers = (Layers)reader.ReadByte();
        int net = reader.ReadInt32(), module = reader.ReadInt32();
        Shape shape = reader.ReadBoolean()
            ? new Polygon(ReadAll(reader, ReadPoint), ReadAll(reader, r => ReadAll(r, ReadPoint)))
            : new Capsule(ReadPoint(reader), ReadPoint(reader), reader.ReadInt64());
        return new(kind, layers, net, module, shape);
    }

    private static void WritePoint(BinaryWriter writer, Point point)
    {
        writer.Write(point.X);
        writer.Write(point.Y);
    }

    private static Point ReadPoint(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt64());

    private static void WriteAll<T>(BinaryWriter writer, ImmutableArray<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Length);
        foreach (var item in items)
        {
            write(writer, item);
        }
    }

    private static ImmutableArray<T> ReadAll<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw new InvalidDataException("a routing plan is cut short");
        }

        var items = ImmutableArray.CreateBuilder<T>(count);
        for (var i = 0; i < count; i++)
        {
            items.Add(read(reader));
        }

        return items.MoveToImmutable();
    }
}
