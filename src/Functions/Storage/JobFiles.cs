using System.Globalization;

namespace MakeDevice.Functions.Storage;

/// <summary>The names of one job's files. Everything that a job writes is below its own folder, but for the two shared indexes.</summary>
public readonly record struct JobFiles(string Job)
{
    /// <summary>Folder of all jobs.</summary>
    public const string All = "jobs";

    /// <summary>Folder of the index by content: which job made the result of an input.</summary>
    public const string Results = "results";

    /// <summary>Folder of the index by <c>Idempotency-Key</c>: which job a key started.</summary>
    public const string Keys = "keys";

    public string Folder => $"{All}/{Job}";

    public string Project => $"{Folder}/project.json";

    public string Plan => $"{Folder}/plan";

    public string Routed => $"{Folder}/routed";

    /// <summary>What another job's routing may begin with.</summary>
    public string RoutingState => $"{Folder}/routing-state";

    /// <summary>The routing state of another job that this one begins with; empty where that was gone.</summary>
    public string Previous => $"{Folder}/previous";

    public string Report => $"{Folder}/report.json";

    /// <summary>Its presence asks every stage of the job to stop.</summary>
    public string CancelMarker => $"{Folder}/cancel";

    /// <summary>When a client of the compatible endpoints last asked for the job.</summary>
    public string LastPoll => $"{Folder}/polled";

    /// <summary>The page of the fabrication house that the package was uploaded to.</summary>
    public string UploadPage => $"{Folder}/upload-page";

    /// <summary>Its presence says that a request is uploading the package.</summary>
    public string UploadClaim => $"{Folder}/upload-claim";

    /// <summary>Files that a client may fetch.</summary>
    public string Artifacts => $"{Folder}/artifacts";

    public string States(string side) => $"{Folder}/{side}/states";

    public string State(string side, int round) => $"{States(side)}/{round.ToString("D4", CultureInfo.InvariantCulture)}";

    public string Batch(string side, int round, int batch) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder}/{side}/batches/{round:D4}-{batch:D4}");

    public string Preview(int version, string face) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/previews/{version:D6}-{face}.svg");

    public string Artifact(string name) => $"{Artifacts}/{name}";
}
