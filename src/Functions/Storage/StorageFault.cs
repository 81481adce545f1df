namespace MakeDevice.Functions.Storage;

/// <summary>Faults of storage, network and a host that goes down: what a repetition may find mended.</summary>
public static class StorageFault
{
    public static bool IsPassing(Exception e) =>
        e is IOException
            or UnauthorizedAccessException or TimeoutException or OperationCanceledException or OutOfMemoryException
            or HttpRequestException
        || (e is AggregateException all && all.InnerExceptions.All(IsPassing));
}
