namespace MakeDevice.Functions.Jobs;

/// <summary>What a host may know of a job's work to share its workers fairly. A host that knows nothing of tags takes what is oldest.</summary>
public static class WorkTags
{
    /// <summary>Of a job: whose it is; the same text for the same client.</summary>
    public const string Client = "client";

    /// <summary>Of an activity that computes: <see cref="Short"/> or <see cref="Long"/>. One without the tag does next to nothing.</summary>
    public const string Work = "work";

    public const string Short = "short";

    public const string Long = "long";
}
