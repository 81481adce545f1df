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

    /// <summary>The artifact that holds the check of the final copper.</summary>
    public const string ReportName = "report.json";

    public string Folder => $"{All}/{Job}";

    public string Project => $"{Folder}/project.json";

    /// <summary>Copper that was routed elsewhere, as it came; a job that routes has none.</summary>
    public string Route => $"{Folder}/route";

    public string Routed => $"{Folder}/routed";

    /// <summary>What another job's routing may begin with.</summary>
    public string RoutingState => $"{Folder}/routing-state";

    /// <summary>The routing state of another job that this one begins with; empty where that was gone.</summary>
    public string Previous => $"{Folder}/previous";

    /// <summary>The check of the final copper.</summary>
    public string Report => Artifact(ReportName);

    /// <summary>Its presence asks every stage of the job to stop.</summary>
    public string CancelMarker => $"{Folder}/cancel";

    /// <summary>When a client of the compatible endpoints last asked for the job.</summary>
    public string LastPoll => $"{Folder}/polled";

    /// <summary>The package of the board that a panel is made of; a panel of a packet has none.</summary>
    public string Board => $"{Folder}/board";

    /// <summary>The page of the fabrication house that the package was uploaded to.</summary>
    public string UploadPage => $"{Folder}/upload-page";

    /// <summary>Its presence says that a request is uploading the package.</summary>
    public string UploadClaim => $"{Folder}/upload-claim";

    /// <summary>Files that a client may fetch.</summary>
    public string Artifacts => $"{Folder}/artifacts";

    /// <summary>Folder of the routing's steps: each step's file, followed in the order of names by the results of its items.</summary>
    public string Steps => $"{Folder}/steps";

    public string Step(int step) => string.Create(CultureInfo.InvariantCulture, $"{Steps}/{step:D4}");

    public string StepResult(int step, int item) => string.Create(CultureInfo.InvariantCulture, $"{Step(step)}-{item:D4}");

    /// <summary>True where <paramref name="name"/> is the result of an item of the step whose file <paramref name="step"/> is.</summary>
    public static bool IsResultOf(string step, string name) => name.StartsWith(step + "-", StringComparison.Ordinal);

    public string Preview(int version) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/previews/{version:D6}");

    public string Artifact(string name) => $"{Artifacts}/{name}";
}
