using MakeDevice.Functions.Storage;

namespace MakeDevice.Hub;

/// <summary>Folders that a host writes to are tried at its start, not with its first job.</summary>
internal static class WritableFolder
{
    /// <summary>Makes the folder where it is missing.</summary>
    /// <exception cref="StoreRefusedException">It is read-only, belongs to somebody else, or is none. A full disk is none of these: jobs may be waiting there.</exception>
    public static void Require(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream probe = new(Path.Combine(folder, $".probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException || (refused is IOException && !IsFull(refused)))
        {
            throw new StoreRefusedException("STORAGE_UNWRITABLE", $"path={folder} error={refused.Message}", refused);
        }
    }

    /// <summary>ENOSPC or EDQUOT of Unix, ERROR_DISK_FULL or ERROR_HANDLE_DISK_FULL of Windows.</summary>
    private static bool IsFull(Exception failure) => failure.HResult is 28 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027);
}
