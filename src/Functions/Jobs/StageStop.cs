namespace MakeDevice.Functions.Jobs;

/// <summary>Why a job cannot go on; a repetition would end the same.</summary>
/// <param name="Status">One of <see cref="JobOutcome"/>.</param>
/// <param name="PreviewVersion">Version of a picture that was drawn all the same; 0 for none.</param>
public sealed record StageStop(string Status, JobIssue[] Issues, int PreviewVersion = 0);

/// <summary>A stage's answer: what it made, or why the job must stop.</summary>
public interface IStageResult
{
    StageStop? Stop { get; init; }
}
