using System.Globalization;
using System.Text.Json;

namespace MakeDevice.Functions.Storage;

/// <summary>
/// Which format a container of a storage account is kept in: a number in a file of its own there. A container that an older or a newer version has left in another format is refused and not
/// misread; hosts of one format share it, whatever the versions of their jobs. What was written before there were marks is of the first format.
/// </summary>
/// <param name="container">Unmarked itself.</param>
/// <param name="place">Name of the container, for whom it is refused; no URL, which may carry a signature.</param>
/// <param name="supported">The one format that this version reads and writes.</param>
public sealed class FormatMark(IArtifactStore container, string place, int supported)
{
    public const string File = "format.json";

    private const string Property = "format";
    private const int First = 1;

    private volatile bool _isSupported;

    /// <summary>Marks a container that is new. Asked of the storage until it has said yes, then no more: a mark never changes.</summary>
    /// <exception cref="StoreRefusedException">The container is of another format.</exception>
    /// <exception cref="IOException">The storage does not answer.</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        if (_isSupported)
        {
            return;
        }

        var format = Read(await container.ReadAsync(File, cancellationToken) ?? await MarkAsync(cancellationToken));
        if (format != supported)
        {
            var found = format?.ToString(CultureInfo.InvariantCulture) ?? "an unreadable mark";
            throw new StoreRefusedException("STORE_VERSION_UNSUPPORTED", $"path={place} found={found} supported={supported}");
        }

        _isSupported = true;
    }

    /// <summary>Of many hosts that start at once, one marks.</summary>
    private async Task<byte[]> MarkAsync(CancellationToken cancellationToken)
    {
        var format = await IsEmptyAsync(cancellationToken) ? supported : First;
        await container.TryCreateAsync(File, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, int> { [Property] = format }), cancellationToken);
        return await container.ReadAsync(File, cancellationToken) ?? throw new IOException("The mark of a container vanished while it was read.");
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        await foreach (var file in container.ListAsync("", cancellationToken))
        {
            if (file.Name != File)
            {
                return false;
            }
        }

        return true;
    }

    private static int? Read(byte[] mark)
    {
        try
        {
            using var json = JsonDocument.Parse(mark);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(Property, out var format) && format.TryGetInt32(out var number) ? number : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
