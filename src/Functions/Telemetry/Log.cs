using Microsoft.Extensions.Logging;

namespace MakeDevice.Functions.Telemetry;

/// <summary>The log lines, each with the job's id as a field. Projects, keys and connection strings are never among the fields.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Job {Job} started")]
    public static partial void JobStarted(ILogger logger, string job);

    [LoggerMessage(2, LogLevel.Debug, "{Stage} of job {Job} done in {Milliseconds:F1} ms")]
    public static partial void StageDone(ILogger logger, string stage, string job, double milliseconds);

    [LoggerMessage(3, LogLevel.Information, "{Stage} stopped job {Job}: {Status}, {Issues} issues")]
    public static partial void StageStopped(ILogger logger, string stage, string job, string status, int issues);

    [LoggerMessage(4, LogLevel.Error, "{Stage} of job {Job} failed after {Milliseconds:F1} ms")]
    public static partial void StageFailed(ILogger logger, string stage, string job, double milliseconds, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "Job {Job} cancelled by its client")]
    public static partial void JobCancelled(ILogger logger, string job);

    [LoggerMessage(6, LogLevel.Information, "Purged {Instances} instances and the files of {Jobs} jobs")]
    public static partial void Purged(ILogger logger, int instances, int jobs);

    [LoggerMessage(7, LogLevel.Error, "Storage failed: {Operation}")]
    public static partial void StorageFailed(ILogger logger, string operation, Exception exception);

    [LoggerMessage(8, LogLevel.Warning, "The package of job {Job} could not be uploaded")]
    public static partial void UploadFailed(ILogger logger, string job, Exception exception);
}
