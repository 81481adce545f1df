using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Strategy;

/// <summary>What the first step has of one batch.</summary>
/// <param name="Batch">Position among the plan's batches.</param>
/// <param name="Routed">The batch's copper on the coarse graph, as if there were no other batch.</param>
internal sealed record BatchResult(int Batch, RoutedBoard Routed)
{
    public byte[] Write() => [.. BitConverter.GetBytes(Batch), .. RoutedBoardFile.Write(Routed)];

    /// <exception cref="InvalidDataException">The bytes are no result of this version.</exception>
    public static BatchResult Read(byte[] bytes) => bytes.Length > sizeof(int)
        ? new(BitConverter.ToInt32(bytes), RoutedBoardFile.Read(bytes[sizeof(int)..]))
        : throw new InvalidDataException("a batch result is cut short");
}
