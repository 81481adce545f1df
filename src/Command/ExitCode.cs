namespace MakeDevice.Command;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A fault of this program, never of its input.</summary>
    public const int InternalError = 1;

    /// <summary>Bad arguments, an unreadable file, an invalid project, module package or placement.</summary>
    public const int InvalidInput = 2;

    /// <summary>Not fully routed or not verified: nothing was delivered.</summary>
    public const int NotMade = 3;

    /// <summary>As shells report an interrupt.</summary>
    public const int Cancelled = 130;
}
