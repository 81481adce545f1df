namespace MakeDevice.Tests;

/// <summary>
/// How long a series of generated cases is. A share of each always runs; all of it where the environment variable <see cref="Variable"/> is 1, as in <c>.ci/run</c>.
/// </summary>
internal static class Series
{
    public const string Variable = "LONG_SERIES";

    public static bool IsLong { get; } = Environment.GetEnvironmentVariable(Variable) == "1";

    /// <param name="share">Cases that always run.</param>
    /// <param name="all">Cases of the whole series, of which these are the first.</param>
    public static int Of(int share, int all) => IsLong ? all : share;
}
