namespace MakeDevice.Functions.Storage;

/// <summary>Room for the files of jobs. A folder's disk fills, an account does not.</summary>
public sealed class FreeSpace(ServiceOptions options)
{
    private readonly DriveInfo? _drive = ArtifactStores.IsBlobStorage(options.Storage) ? null : DriveOf(Path.GetFullPath(options.Storage));

    /// <summary>Whether one more job's files find room beside those of the jobs that are at work. A single job may always try.</summary>
    /// <param name="active">Jobs that wait or run.</param>
    public bool IsThereFor(int active) => active == 0 || options.JobMegabytes == 0 || Free() >= (active + 1L) * options.JobMegabytes * 1024 * 1024;

    /// <summary>Null where the system tells nothing of it, as of another machine's share.</summary>
    private static DriveInfo? DriveOf(string folder)
    {
        try
        {
            return new DriveInfo(folder);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private long Free()
    {
        try
        {
            return _drive?.AvailableFreeSpace ?? long.MaxValue;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue; // what cannot be told refuses nobody; the write will say
        }
    }
}
