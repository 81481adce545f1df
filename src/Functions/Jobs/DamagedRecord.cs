namespace MakeDevice.Functions.Jobs;

/// <summary>A job whose record a host could not read. The host says so by this type of failure, and the job has ended.</summary>
public static class DamagedRecord
{
    /// <summary>The type of the instance's failure, and the code of the job's issue.</summary>
    public const string Code = "JOB_RECORD_DAMAGED";
}
