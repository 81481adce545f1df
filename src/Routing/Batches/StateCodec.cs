using System.Collections.Immutable;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>Side states and batch results as bytes. Not a public format; written and read by one version.</summary>
internal static class StateCodec
{
    private const int Magic = 0x3153444D; // "MDS1"

    public static byte[] Write(SideState state)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(Magic);
            writer.Write((byte)state.Side);
            writer.Write(state.Round);
            writer.Write(state.Conflicts);
            writer.Write(state.IsOver);
            writer.Write(state.Pending.Length);
            foreach (var socket in state.Pending)
            {
                writer.Write(socket);
            }

            WriteConnections(writer, state.Connections);
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a state of this version.</exception>
    public static SideState Read(byte[] bytes)
    {
        using var reader = Open(bytes);
        var side = (Side)reader.ReadByte();
        var round = reader.ReadInt32();
        var conflicts = reader.ReadInt32();
        var over = reader.ReadBoolean();
        var pending = new int[Count(reader)];
        for (var i = 0; i < pending.Length; i++)
        {
            pending[i] = reader.ReadInt32();
        }

        return new(side, ReadConnections(reader), [.. pending], round, conflicts, over);
    }

    public static byte[] WriteConnections(ImmutableArray<Connection> connections)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(Magic);
            WriteConnections(writer, connections);
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a batch result of this version.</exception>
    public static ImmutableArray<Connection> ReadConnections(byte[] bytes)
    {
        using var reader = Open(bytes);
        return ReadConnections(reader);
    }

    private static BinaryReader Open(byte[] bytes)
    {
        var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
        if (bytes.Length < 4 || reader.ReadInt32() != Magic)
        {
            reader.Dispose();
            throw new InvalidDataException("not a routing state of this version");
        }

        return reader;
    }

    private static void WriteConnections(BinaryWriter writer, ImmutableArray<Connection> connections)
    {
        writer.Write(connections.Length);
        foreach (var connection in connections)
        {
            writer.Write(connection.Socket);
            writer.Write(connection.Net);
            writer.Write(connection.Access);
            writer.Write(connection.BusVia);
            writer.Write(connection.Cost);
            writer.Write(connection.Nodes.Length);
            var last = 0;
            foreach (var node in connection.Nodes)
            {
                writer.Write7BitEncodedInt(ZigZag(node - last));
                last = node;
            }
        }
    }

    private static ImmutableArray<Connection> ReadConnections(BinaryReader reader)
    {
        var connections = new Connection[Count(reader)];
        for (var i = 0; i < connections.Length; i++)
        {
            var socket = reader.ReadInt32();
            var net = reader.ReadUInt16();
            var access = reader.ReadInt32();
            var via = reader.ReadBoolean();
            var cost = reader.ReadInt32();
            var nodes = new int[Count(reader)];
            var last = 0;
            for (var k = 0; k < nodes.Length; k++)
            {
                nodes[k] = last += UnZigZag(reader.Read7BitEncodedInt());
            }

            connections[i] = new(socket, net, access, [.. nodes], via, cost);
        }

        return [.. connections];
    }

    private static int Count(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        return count >= 0 && count <= reader.BaseStream.Length - reader.BaseStream.Position
            ? count
            : throw new InvalidDataException("a routing state is cut short");
    }

    private static int ZigZag(int value) => (value << 1) ^ (value >> 31);

    private static int UnZigZag(int value) => (int)((uint)value >> 1) ^ -(value & 1);
}
