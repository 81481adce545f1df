using System.Text;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Functions.Activities;

/// <summary>The pictures of a job. Each version has its own files, so one that is being fetched is never overwritten; old ones are dropped.</summary>
internal static class PreviewFiles
{
    public const string Front = "front";
    public const string Back = "back";

    /// <summary>The copper alone, for the existing front end.</summary>
    public const string FrontCopper = "front-copper";
    public const string BackCopper = "back-copper";

    /// <summary>All pictures of one version.</summary>
    public static readonly string[] All = [Front, Back, FrontCopper, BackCopper];

    /// <summary>Versions that stay fetchable while newer ones appear.</summary>
    private const int Kept = 4;

    /// <summary>Draws the board and stores its pictures.</summary>
    public static async Task DrawAsync(
        IArtifactStore store, JobFiles files, int version, PlacedBoard board, RoutedBoard routed, CancellationToken cancellationToken)
    {
        var (front, back) = BoardStages.Preview(board, routed);
        var (frontCopper, backCopper) = BoardStages.CopperPictures(board, routed);
        await WriteAsync(store, files, version, [front, back, frontCopper, backCopper], cancellationToken);
    }

    /// <param name="pictures">In the order of <see cref="All"/>.</param>
    public static async Task WriteAsync(IArtifactStore store, JobFiles files, int version, IReadOnlyList<string> pictures, CancellationToken cancellationToken)
    {
        await Task.WhenAll(All.Zip(pictures, (name, picture) => store.PutAsync(files.Preview(version, name), Encoding.UTF8.GetBytes(picture), cancellationToken)));
        if (version > Kept)
        {
            await Task.WhenAll(All.Select(name => store.DeleteAsync(files.Preview(version - Kept, name), cancellationToken)));
        }
    }
}
