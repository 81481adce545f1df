using MakeDevice.Functions.Jobs;

namespace MakeDevice.Functions.Orchestration;

/// <summary>
/// The version of a job's course: which activities and timers follow one another. A job keeps the version that it was started with
/// (<c>defaultVersion</c> of host.json, the same as <see cref="Current"/>). A change of the course gets a new version and leaves a branch for the
/// one before, until its last job has ended.
/// </summary>
internal static class JobVersion
{
    public const string Current = "1.1";

    /// <summary>
    /// Its course has no branch of its own: a job of it has no time for work in place in its input (<see cref="JobInput.InPlaceSeconds"/>), and goes on by activities. The
    /// code of this version does not know what a job of the current one brings from its first activity.
    /// </summary>
    private const string AllByActivities = "1.0";

    /// <summary>True where this code can go on with a job of that version; a host that gives none means the current one.</summary>
    public static bool IsKnown(string version) => version is "" or Current or AllByActivities;
}
