using MakeDevice.Routing.Caching;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>How a board was routed, as the start of the next: its copper before it was finished, and what it depends on beside modules and nets.</summary>
/// <param name="Frame">The hash of outline, rules and grid.</param>
internal sealed record PreviousRouting(ContentHash Frame, RoutingManner Manner, RoutedBoard Routed)
{
    private static readonly byte[] Magic = "MDP5"u8.ToArray();

    public static PreviousRouting Of(RoutingPlan plan, RoutingManner manner, RoutedBoard routed) => new(FrameOf(plan), manner, routed);

    /// <summary>True where distances are the same, and the same points are on the grid.</summary>
    public bool Fits(RoutingPlan plan) => Frame == FrameOf(plan);

    public byte[] Write()
    {
        byte[] content = [.. Frame.ToBytes(), (byte)Manner, .. RoutedBoardFile.Write(Routed)];
        return [.. Magic, .. ContentHash.Of("previous", content).ToBytes(), .. content];
    }

    /// <summary>What <see cref="Write"/> wrote; null where the bytes are damaged or of another version. Only their form is trusted.</summary>
    public static PreviousRouting? Read(byte[] bytes)
    {
        var start = Magic.Length + ContentHash.Size;
        if (bytes.Length <= start + ContentHash.Size || !bytes.AsSpan().StartsWith(Magic))
        {
            return null;
        }

        var content = bytes[start..];
        if (!bytes.AsSpan(Magic.Length, ContentHash.Size).SequenceEqual(ContentHash.Of("previous", content).ToBytes()))
        {
            return null;
        }

        try
        {
            return new(ContentHash.Read(content), (RoutingManner)content[ContentHash.Size], RoutedBoardFile.Read(content[(ContentHash.Size + 1)..]));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ContentHash FrameOf(RoutingPlan plan) =>
        ContentHash.Of("frame", PlanCodec.Write(plan with { Nets = [], Sockets = [], Obstacles = [], Batches = [], Reasoning = [] }));
}

/// <summary>How the copper of a board lies, and by that how it is routed again.</summary>
internal enum RoutingManner : byte
{
    /// <summary>On the rules' grid.</summary>
    Negotiated,

    /// <summary>On the lattice, as a large board stays.</summary>
    OnLattice,
}
