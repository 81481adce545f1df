using DurableTask.Core.Exceptions;

namespace MakeDevice.Functions.Http;

/// <summary>Calls of the durable client. What it does not document as an answer is a backend that failed, whatever carries the call.</summary>
internal static class DurableCalls
{
    /// <exception cref="IOException">The backend failed; a repetition may find it mended.</exception>
    public static async Task<T> OrUnavailableAsync<T>(this Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (Exception failure) when (!IsAnswer(failure))
        {
            throw new IOException("The durable backend does not answer.", failure);
        }
    }

    /// <inheritdoc cref="OrUnavailableAsync{T}(Task{T})"/>
    public static Task OrUnavailableAsync(this Task call) => WithResult(call).OrUnavailableAsync();

    private static async Task<bool> WithResult(Task call)
    {
        await call;
        return true;
    }

    private static bool IsAnswer(Exception failure) => failure is
        ArgumentException or InvalidOperationException or NotSupportedException or OrchestrationAlreadyExistsException or OperationCanceledException
        or IOException or UnauthorizedAccessException or TimeoutException or OutOfMemoryException;
}
