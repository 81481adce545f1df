using System.Text.Json.Serialization;
using MakeDevice.Functions.Jobs;

namespace MakeDevice.Functions.Http;

/// <summary>The JSON that the endpoints read and write, without reflection: that is a good part of a cold start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(StartedJob))]
[JsonSerializable(typeof(ArtifactList))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(IndexEntry))]
[JsonSerializable(typeof(JobResult))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(IssueDetail))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary>The body of every answer that is an error.</summary>
internal sealed record ErrorBody(ErrorDetail Error);

/// <param name="Code">For programs, <c>UPPER_CASE</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Issues">Problems of the project, each <c>CODE key=value …</c>.</param>
internal sealed record ErrorDetail(string Code, string Message, string[] Issues);

/// <summary>The answer to a start: the durable service's names, but no URL that carries its key.</summary>
internal sealed record StartedJob(
    string Id,
    string StatusQueryGetUri,
    string SendEventPostUri,
    string TerminatePostUri,
    string PurgeHistoryDeleteUri,
    string ArtifactsGetUri,
    string PreviewFrontGetUri,
    string PreviewBackGetUri);

internal sealed record ArtifactList(string Id, string Status, ArtifactEntry[] Artifacts);

internal sealed record ArtifactEntry(string Name, long Size, string ContentType, string ETag, string Uri);

internal sealed record HealthReport(
    string Status, string Version, double UptimeSeconds, MemoryReport Memory, CpuReport Cpu, int ActiveJobs);

/// <param name="WorkingSetBytes">Memory of the process.</param>
/// <param name="ManagedBytes">Part of it that the garbage collector has given out.</param>
internal sealed record MemoryReport(long WorkingSetBytes, long ManagedBytes);

/// <param name="Seconds">CPU time of the process since it started.</param>
/// <param name="Load">That time over uptime and cores: 1 is all cores busy all the time.</param>
internal sealed record CpuReport(double Seconds, int Cores, double Load);
