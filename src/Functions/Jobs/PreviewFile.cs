using System.Buffers.Binary;
using System.Text;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Panels;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Functions.Jobs;

/// <summary>
/// The pictures (SVG) of a job, all of a version in one file. Each version has its own, so one that is being fetched is never overwritten; old
/// ones are dropped.
/// </summary>
/// <param name="FrontCopper">The copper alone, for the existing front end.</param>
public sealed record PreviewFile(
    ReadOnlyMemory<byte> Front, ReadOnlyMemory<byte> Back, ReadOnlyMemory<byte> FrontCopper, ReadOnlyMemory<byte> BackCopper)
{
    /// <summary>Versions that stay fetchable while newer ones appear.</summary>
    private const int Kept = 4;

    /// <summary>Draws a board whose routing is over, and keeps the pictures.</summary>
    internal static Task WriteAsync(IArtifactStore store, JobFiles files, int version, PlacedBoard board, RoutedBoard copper, CancellationToken cancellationToken) =>
        WriteAsync(store, files, version, BoardStages.Preview(board, copper), board, copper, cancellationToken);

    /// <summary>Draws a board with the copper that there is so far, and keeps the pictures.</summary>
    internal static Task WriteLiveAsync(IArtifactStore store, JobFiles files, int version, PlacedBoard board, RoutedBoard soFar, CancellationToken cancellationToken) =>
        WriteAsync(store, files, version, BoardStages.LivePreview(board, soFar), board, soFar, cancellationToken);

    private static async Task WriteAsync(
        IArtifactStore store, JobFiles files, int version, (string Front, string Back) sides, PlacedBoard board, RoutedBoard copper, CancellationToken cancellationToken)
    {
        var (frontCopper, backCopper) = BoardStages.CopperPictures(board, copper);
        await store.PutAsync(files.Preview(version), Write(sides.Front, sides.Back, frontCopper, backCopper), cancellationToken);
        if (version > Kept)
        {
            await store.DeleteAsync(files.Preview(version - Kept), cancellationToken);
        }
    }

    /// <summary>Keeps the pictures of a panel, which has none of its copper alone.</summary>
    internal static Task WriteAsync(IArtifactStore store, JobFiles files, int version, Panel panel, CancellationToken cancellationToken) => store.PutAsync(
        files.Preview(version), Write([panel.Make(Panel.FrontPicture).Content, panel.Make(Panel.BackPicture).Content, default, default]), cancellationToken);

    /// <summary>The pictures of a version; null where they are not there.</summary>
    public static async Task<PreviewFile?> ReadAsync(IArtifactStore store, JobFiles files, int version, CancellationToken cancellationToken) =>
        version > 0 && await store.ReadAsync(files.Preview(version), cancellationToken) is { } content ? Read(content) : null;

    /// <summary>Each picture with its length before it.</summary>
    internal static byte[] Write(string front, string back, string frontCopper, string backCopper) =>
        Write([.. new[] { front, back, frontCopper, backCopper }.Select(Encoding.UTF8.GetBytes)]);

    private static byte[] Write(ReadOnlyMemory<byte>[] pictures)
    {
        using var stream = new MemoryStream();
        foreach (var picture in pictures)
        {
            stream.Write(BitConverter.GetBytes(picture.Length));
            stream.Write(picture.Span);
        }

        return stream.ToArray();
    }

    /// <summary>What <see cref="Write"/> wrote; null where the bytes are something else.</summary>
    internal static PreviewFile? Read(ReadOnlyMemory<byte> bytes) =>
        Take(ref bytes) is { } front && Take(ref bytes) is { } back && Take(ref bytes) is { } frontCopper && Take(ref bytes) is { } backCopper
            ? new(front, back, frontCopper, backCopper)
            : null;

    private static ReadOnlyMemory<byte>? Take(ref ReadOnlyMemory<byte> bytes)
    {
        var length = bytes.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        if (length < 0 || length > bytes.Length - sizeof(int))
        {
            return null;
        }

        var taken = bytes.Slice(sizeof(int), length);
        bytes = bytes[(sizeof(int) + length)..];
        return taken;
    }
}
