using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <content>From routed copper to the files of the package.</content>
public static partial class BoardStages
{
    /// <summary>Names of the files that the board's package will hold, without <c>report.json</c>, in package order.</summary>
    public static ImmutableArray<string> ArtifactNames(PlacedBoard board) => BoardPackage.Names(board);

    /// <summary>
    /// What the package has otherwise than the project and its modules ask: <c>FIRMWARE_GENERATION_FAILED</c>, <c>PART_SUBSTITUTED</c>,
    /// <c>PART_ROTATION_OFFSET</c>. (Of graphics, <see cref="Place"/> tells.)
    /// </summary>
    /// <returns>Issues to show beside the result; the board is sound all the same. The report lists them, too.</returns>
    public static ImmutableArray<Issue> PackageIssues(PlacedBoard board) => BoardPackage.Issues(board);

    /// <summary>Makes one file of the package; independent of every other.</summary>
    /// <exception cref="ArgumentException">The name is not among <see cref="ArtifactNames"/>.</exception>
    public static Artifact Fabricate(PlacedBoard board, RoutedBoard routed, string name) => BoardPackage.Make(board, routed, name);

    /// <summary>Name of the project in its own package: its bytes as they were uploaded.</summary>
    public const string ProjectFile = "project.MakeDevice";

    /// <summary>Makes several files of the package, in the order of their names.</summary>
    /// <param name="workers">Most threads at work, at least 1; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">A name is not among <see cref="ArtifactNames"/>.</exception>
    public static ImmutableArray<Artifact> Fabricate(
        PlacedBoard board, RoutedBoard routed, IReadOnlyList<string> names, int workers, CancellationToken cancellationToken)
    {
        var files = new Artifact[names.Count];
        Parallel.For(0, files.Length, new() { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken }, i => files[i] = Fabricate(board, routed, names[i]));
        return [.. files];
    }

    /// <summary>
    /// All <see cref="ArtifactNames"/> in groups that take about as long as each other: one where making them all takes less time than handing
    /// them out, and at most three.
    /// </summary>
    public static ImmutableArray<ImmutableArray<string>> FileGroups(PlacedBoard board, RoutedBoard routed) => FabricationGroups.Of(board, routed);

    /// <summary>The zip that a fab takes as it is, to lie beside the package: layers and drills alone.</summary>
    /// <param name="artifacts">The package's files, in any order.</param>
    public static Artifact GerberPackage(PlacedBoard board, IEnumerable<Artifact> artifacts) => BoardPackage.Gerbers(board, artifacts);

    /// <summary>Packs artifacts into the zip, sorted by name, with fixed time stamps: same files, same bytes.</summary>
    /// <exception cref="ArgumentException">Two artifacts share a name, or a name is no plain file name.</exception>
    public static byte[] Package(IEnumerable<Artifact> artifacts) => PackageWriter.Write(artifacts);

    /// <summary>A package with one of its files, of the same name, replaced.</summary>
    /// <param name="zip">From <see cref="Package"/>.</param>
    public static byte[] Repackage(byte[] zip, Artifact replacement) => PackageWriter.Replace(zip, replacement);

    /// <summary>Front and back pictures (SVG) of a board whose routing is over.</summary>
    public static (string Front, string Back) Preview(PlacedBoard board, RoutedBoard routed) =>
        (BoardPreview.Front(board, routed), BoardPreview.Back(board, routed));

    /// <summary>As <see cref="Preview"/>, of a board that is being routed: quicker, with the carrier's legend where it stands without copper.</summary>
    /// <param name="soFar">From <see cref="CopperSoFar"/>.</param>
    public static (string Front, string Back) LivePreview(PlacedBoard board, RoutedBoard soFar) =>
        (BoardPreview.LiveFront(board, soFar), BoardPreview.Back(board, soFar));

    /// <summary>
    /// Each face's routed copper alone (SVG), on transparent ground, one colour a face, neither mirrored, both in one frame: they can be laid over each
    /// other, as the predecessor's front end does.
    /// </summary>
    public static (string Front, string Back) CopperPictures(PlacedBoard board, RoutedBoard routed) =>
        (CopperPicture.Of(board, routed, CopperLayer.Front), CopperPicture.Of(board, routed, CopperLayer.Back));
}
