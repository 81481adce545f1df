using System.Net;

namespace MakeDevice.Functions.Uploads;

/// <summary>Uploads to the houses that an operator has switched on (<see cref="ServiceOptions.Uploads"/>); none is by default.</summary>
internal sealed class HouseUpload(ServiceOptions options) : IFabricationUpload, IDisposable
{
    private const int LongestAnswer = 64 * 1024;

    private static readonly FabricationHouse[] Houses = [new Jlcpcb(), new Eurocircuits(), new Aisler()];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All })
    {
        MaxResponseContentBufferSize = LongestAnswer,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Names of the houses that packages can be uploaded to.</summary>
    public static IEnumerable<string> Known => Houses.Select(house => house.Name);

    public bool IsOn(string house) => Find(house) is { } found && options.Uploads.ContainsKey(found.Name);

    public async Task<Uri> UploadAsync(FabricationOrder order, CancellationToken cancellationToken)
    {
        var house = Find(order.House) is { } found && options.Uploads.ContainsKey(found.Name)
            ? found
            : throw new UploadException("uploads to this house are switched off");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.UploadTimeout);
        try
        {
            return await house.UploadAsync(_http, options.Uploads[house.Name] ?? house.Address, order, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UploadException("the house did not answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new UploadException("the house cannot be reached, or broke off");
        }
    }

    public void Dispose() => _http.Dispose();

    private static FabricationHouse? Find(string name) => Array.Find(Houses, house => house.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
}
