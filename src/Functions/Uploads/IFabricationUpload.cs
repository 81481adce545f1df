namespace MakeDevice.Functions.Uploads;

/// <summary>A finished package on its way to the house that shall make it.</summary>
/// <param name="Job">The job that made it.</param>
/// <param name="House">As the job's project names it.</param>
/// <param name="FileName">Of the zip.</param>
public sealed record FabricationOrder(string Job, string House, string FileName, ReadOnlyMemory<byte> Zip);

/// <summary>Hands a finished package to a fabrication house.</summary>
public interface IFabricationUpload
{
    /// <summary>True where uploads to the house are switched on.</summary>
    bool IsOn(string house);

    /// <summary>Uploads once; no repetition, no redirection is followed.</summary>
    /// <returns>The house's page for ordering the board: https, and of the house's own domain.</returns>
    /// <exception cref="UploadException">The house cannot be reached, refuses, or answers something else.</exception>
    Task<Uri> UploadAsync(FabricationOrder order, CancellationToken cancellationToken);
}

/// <summary>Why a package did not reach its house, in one sentence that holds nothing the house sent.</summary>
public sealed class UploadException(string error) : Exception(error);
