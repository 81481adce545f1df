using System.Collections.Immutable;
using MakeDevice.Routing.Batches;

namespace MakeDevice.Routing.Strategy;

/// <summary>What the first round has of one batch.</summary>
/// <param name="Batch">Position among the plan's batches.</param>
/// <param name="Side">The side as it began, the same for each of its batches; where the batch is the only one, as its rounds end.</param>
/// <param name="Proposals">Cheaper tracks for the batch's sockets against that state; empty where the rounds are over.</param>
internal sealed record BatchResult(int Batch, SideState Side, ImmutableArray<Proposal> Proposals)
{
    public byte[] Write()
    {
        var side = StateCodec.Write(Side);
        return [.. BitConverter.GetBytes(Batch), .. BitConverter.GetBytes(side.Length), .. side, .. StateCodec.WriteProposals(Proposals)];
    }

    /// <exception cref="InvalidDataException">The bytes are no result of this version.</exception>
    public static BatchResult Read(byte[] bytes)
    {
        const int Start = 2 * sizeof(int);
        var length = bytes.Length < Start ? -1 : BitConverter.ToInt32(bytes, sizeof(int));
        return length >= 0 && length <= bytes.Length - Start
            ? new(BitConverter.ToInt32(bytes), StateCodec.Read(bytes[Start..(Start + length)]), StateCodec.ReadProposals(bytes[(Start + length)..]))
            : throw new InvalidDataException("a batch result is cut short");
    }
}
