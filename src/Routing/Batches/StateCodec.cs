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
            writer.Write(state.Pass);
            writer.Write(state.PassRound);
            writer.Write(state.Round);
            writer.Write(state.Conflicts);
            WriteInts(writer, state.Pending);
            WriteInts(writer, state.Open);
            WriteConnections(writer, state.Connections);
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a state of this version.</exception>
    public static SideState Read(byte[] bytes)
    {
        using var reader = Open(bytes);
        var side = (Side)reader.ReadByte();
        var pass = reader.ReadInt32();
        var passRound = reader.ReadInt32();
        var round = reader.ReadInt32();
        var conflicts = reader.ReadInt32();
        var pending = ReadInts(reader);
        var open = ReadInts(reader);
        return new(side, ReadConnections(reader), pending, open, pass, passRound, round, conflicts);
    }

    public static byte[] WriteProposals(ImmutableArray<Proposal> proposals)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(Magic);
            WriteConnections(writer, [.. proposals.Select(proposal => proposal.Connection)]);
            WriteInts(writer, [.. proposals.Select(proposal => proposal.Gain)]);
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a batch result of this version.</exception>
    public static ImmutableArray<Proposal> ReadProposals(byte[] bytes)
    {
        using var reader = Open(bytes);
        var connections = ReadConnections(reader);
        var gains = ReadInts(reader);
        return gains.Length == connections.Length
            ? [.. connections.Zip(gains, (connection, gain) => new Proposal(connection, gain))]
            : throw new InvalidDataException("a batch result is cut short");
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

    private static void WriteInts(BinaryWriter writer, ImmutableArray<int> values)
    {
        writer.Write(values.Length);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    private static ImmutableArray<int> ReadInts(BinaryReader reader)
    {
        var values = new int[Count(reader)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadInt32();
        }

        return [.. values];
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
