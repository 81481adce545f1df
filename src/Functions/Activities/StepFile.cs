using System.Buffers.Binary;
using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Activities;

/// <summary>Plan and routing state of a step in one file, so that an item of work reads one.</summary>
internal readonly record struct StepFile(byte[] Plan, byte[] State)
{
    public byte[] Write()
    {
        var bytes = new byte[sizeof(int) + Plan.Length + State.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Plan.Length);
        Plan.CopyTo(bytes, sizeof(int));
        State.CopyTo(bytes, sizeof(int) + Plan.Length);
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no step.</exception>
    public static StepFile Read(byte[] bytes)
    {
        var plan = bytes.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return plan >= 0 && plan <= bytes.Length - sizeof(int)
            ? new(bytes[sizeof(int)..(sizeof(int) + plan)], bytes[(sizeof(int) + plan)..])
            : throw new InvalidDataException("A step of the routing that is cut short.");
    }

    /// <exception cref="StageStoppedException">The job was purged.</exception>
    public static async Task<StepFile> ReadAsync(IArtifactStore store, JobFiles files, int step, CancellationToken cancellationToken) =>
        Read(await store.NeedAsync(files.Step(step), cancellationToken));
}
