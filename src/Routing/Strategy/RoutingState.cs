using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Strategy;

/// <summary>How far the routing of a plan has come between two steps. Not a public format; written and read by one version.</summary>
internal abstract record RoutingState
{
    private static readonly byte[] Magic = "MDR2"u8.ToArray();

    private enum Kind : byte
    {
        Sides,
        Whole,
        Routed,
    }

    public byte[] Write() => this switch
    {
        OnSides => [.. Magic, (byte)Kind.Sides],
        OnWhole whole => [.. Magic, (byte)Kind.Whole, .. whole.Previous],
        Routed routed => [.. Magic, (byte)Kind.Routed, .. routed.Content()],
        _ => throw new InvalidOperationException(),
    };

    /// <exception cref="InvalidDataException">The bytes are no state of this version.</exception>
    public static RoutingState Read(byte[] bytes)
    {
        if (bytes.Length <= Magic.Length || !bytes.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException("not a routing state of this version");
        }

        var content = bytes[(Magic.Length + 1)..];
        return (Kind)bytes[Magic.Length] switch
        {
            Kind.Sides => new OnSides(),
            Kind.Whole => new OnWhole(content),
            Kind.Routed => Routed.Parse(content),
            _ => throw new InvalidDataException("not a routing state of this version"),
        };
    }

    /// <summary>Nothing is routed yet; each batch of each side is an item of work.</summary>
    public sealed record OnSides : RoutingState;

    /// <summary>Nothing is routed yet; the board is one item of work.</summary>
    /// <param name="Previous">An earlier routing to begin with; empty for none.</param>
    public sealed record OnWhole(byte[] Previous) : RoutingState;

    /// <summary>Routed, but for the finishing and, where some sockets are open, for what is to be tried next.</summary>
    /// <param name="LeftRounds">Rounds merged on the left side; 0 where the board was routed as a whole.</param>
    public sealed record Routed(BoardRouting Routing, int LeftRounds, int RightRounds) : RoutingState
    {
        private const int Head = 5 + sizeof(int) + sizeof(long);

        /// <summary>True where nothing is to be tried any more.</summary>
        public bool IsOver => Routing.Next == Attempt.None;

        public byte[] Content() =>
        [
            (byte)Routing.Manner, Routing.IsRerouted ? (byte)1 : (byte)0, (byte)Routing.Next, (byte)Math.Min(LeftRounds, byte.MaxValue), (byte)Math.Min(RightRounds, byte.MaxValue),
            .. BitConverter.GetBytes(Routing.SetAside), .. BitConverter.GetBytes(Routing.Looks), .. RoutedBoardFile.Write(Routing.Routed),
        ];

        public static Routed Parse(byte[] content) => content.Length > Head && content[2] <= (byte)Attempt.FromStart
            ? new(new(RoutedBoardFile.Read(content[Head..]), (RoutingManner)content[0], content[1] != 0)
            {
                Next = (Attempt)content[2], SetAside = BitConverter.ToInt32(content, 5), Looks = BitConverter.ToInt64(content, 9),
            }, content[3], content[4])
            : throw new InvalidDataException("a routing state is cut short");
    }
}
