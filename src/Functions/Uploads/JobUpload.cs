using System.Globalization;
using System.Text;
using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;

namespace MakeDevice.Functions.Uploads;

/// <summary>What became of the wish to upload a job's package.</summary>
/// <param name="Page">The house's page for ordering it; null where there is none.</param>
/// <param name="Issue">Why there is none, <c>CODE key=value …</c>; null where there is one.</param>
public sealed record UploadOutcome(Uri? Page, string? Issue);

/// <summary>
/// Uploads a job's package at most once: the page is remembered with the job, so that a repeated click makes no second order. Of several requests at once
/// one uploads and the others wait for it. Whatever fails here costs the client no more than the page.
/// </summary>
public sealed class JobUpload(IArtifactStore store, IFabricationUpload upload, ServiceOptions options, TimeProvider clock, JobTelemetry telemetry)
{
    private const int LongestName = 60;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <param name="job">The job whose package it is.</param>
    /// <param name="fileName">Of the package.</param>
    /// <remarks>The client's going away does not stop an upload: the house may have the file already, and the next request shall find the page.</remarks>
    public async Task<UploadOutcome> UploadAsync(string job, string fileName, ReadOnlyMemory<byte> zip)
    {
        var house = "";
        try
        {
            house = ProjectHouse.Of(await store.NeedAsync(new JobFiles(job).Project, CancellationToken.None));
            return upload.IsOn(house)
                ? new(await PageAsync(new FabricationOrder(job, house, fileName, zip)), null)
                : new(null, $"FABRICATION_UPLOAD_UNAVAILABLE house={Token(house)} error=uploads to this house are not switched on at this server");
        }
        catch (UploadException e)
        {
            return Failed(house, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            telemetry.UploadFailed(job, e);
            return Failed(house, "the upload failed");
        }
    }

    private static UploadOutcome Failed(string house, string error) => new(null, $"FABRICATION_UPLOAD_FAILED house={Token(house)} error={error}");

    private async Task<Uri> PageAsync(FabricationOrder order)
    {
        var files = new JobFiles(order.Job);
        var patience = clock.GetUtcNow() + options.UploadTimeout;
        while (true)
        {
            if (await KnownAsync(files) is { } known)
            {
                return known;
            }

            if (await ClaimAsync(files))
            {
                return await UploadAsync(files, order);
            }

            if (clock.GetUtcNow() >= patience)
            {
                throw new UploadException("another upload of this job is at work");
            }

            await Task.Delay(Look, clock);
        }
    }

    private async Task<Uri> UploadAsync(JobFiles files, FabricationOrder order)
    {
        try
        {
            // Another request may have been done between this one's look and its claim.
            if (await KnownAsync(files) is { } known)
            {
                return known;
            }

            var page = await upload.UploadAsync(order, CancellationToken.None);
            await store.PutAsync(files.UploadPage, Encoding.UTF8.GetBytes(page.AbsoluteUri), CancellationToken.None);
            return page;
        }
        finally
        {
            await store.DeleteAsync(files.UploadClaim, CancellationToken.None);
        }
    }

    private async Task<Uri?> KnownAsync(JobFiles files) =>
        await store.ReadAsync(files.UploadPage, CancellationToken.None) is { } page ? new Uri(Encoding.UTF8.GetString(page)) : null;

    /// <summary>True where this request is the one that uploads. A claim that is older than any upload lasts is of a process that is gone.</summary>
    private async Task<bool> ClaimAsync(JobFiles files)
    {
        if (await store.FindAsync(files.UploadClaim, CancellationToken.None) is not null && await IsStaleAsync(files))
        {
            await store.DeleteAsync(files.UploadClaim, CancellationToken.None);
        }

        var now = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return await store.TryCreateAsync(files.UploadClaim, Encoding.ASCII.GetBytes(now), CancellationToken.None);
    }

    private async Task<bool> IsStaleAsync(JobFiles files) =>
        await store.ReadAsync(files.UploadClaim, CancellationToken.None) is { } claim
        && long.TryParse(Encoding.ASCII.GetString(claim), CultureInfo.InvariantCulture, out var begun)
        && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(begun) > 2 * options.UploadTimeout;

    private static string Token(string text) =>
        string.Concat(text.Take(LongestName).Select(c => char.IsControl(c) || char.IsSurrogate(c) || char.IsWhiteSpace(c) || c is ',' or '[' or ']' or '=' ? '_' : c));
}
