using Microsoft.Extensions.Logging;

namespace MakeDevice.Hub;

/// <summary>What the hub tells its operator.</summary>
internal static partial class HubLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "JOB_RECORD_DAMAGED job={Job} error={Error}: its records are set aside, the job ends as failed.")]
    public static partial void Damaged(ILogger log, string job, string error);
}
