using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>
/// Reads copper that a browser routed: millimetres in the board's own frame, y up. What is read may still be wrong in every way that the check of the
/// final copper finds; what that could not even measure is refused here.
/// </summary>
internal static class RouteReader
{
    public const int MaxBytes = 5 * 1024 * 1024;
    public const int MaxSegments = 20_000, MaxVias = 5_000;

    /// <summary>Millimetres; any place off the largest board is far off every board.</summary>
    private const double MaxPosition = 1000, MaxWidth = 10;
    private const int MaxText = 200;

    public static (RoutedBoard? Routed, ImmutableArray<Issue> Issues) Read(PlacedBoard board, ReadOnlyMemory<byte> json)
    {
        var problems = new List<CheckedJson.Problem>();
        var unused = new List<CheckedJson.UnusedProperty>();
        var routed = CheckedJson.Read(json, MaxBytes, problems, root => new Reading(board).Read(root), unused: unused);
        return problems.Count == 0 ? (routed, [.. Unused(unused), .. WithoutPour(board)]) : (null, [.. problems.Select(ToIssue)]);
    }

    private static IEnumerable<Issue> Unused(IEnumerable<CheckedJson.UnusedProperty> unused) =>
        from property in unused
        group property by property.Name into same
        select new Issue("ROUTE_PROPERTY_UNUSED", $"path={IssueText.Path($"{same.First().Path}.{same.Key}")} count={same.Count()}");

    private static IEnumerable<Issue> WithoutPour(PlacedBoard board) =>
        board.Rules.Pour is { } pour ? [new Issue("ROUTE_WITHOUT_POUR", $"net={IssueText.Token(pour.Net)}")] : [];

    private static Issue ToIssue(CheckedJson.Problem problem) =>
        new("ROUTE_INVALID", $"path={IssueText.Path(problem.Path)} error={IssueText.Sentence(problem.Error)}");

    private sealed class Reading(PlacedBoard board)
    {
        private readonly HashSet<string> _nets = board.Sockets.Select(socket => socket.Net).ToHashSet(StringComparer.Ordinal);

        public RoutedBoard Read(CheckedJson root)
        {
            // What the browser counted says nothing about the copper.
            foreach (var counted in (ReadOnlySpan<string>)["totalBusesWidth", "connectedSocketsCount"])
            {
                root.Property(counted);
            }

            ImmutableArray<Track> tracks = [.. root.Property("segments").RequiredItems(MaxSegments).Where(item => item.IsObject()).Select(Segment)];
            var list = root.Property("vias");
            ImmutableArray<Via> vias = list.IsMissing ? [] : [.. list.RequiredItems(MaxVias).Where(item => item.IsObject()).Select(ReadVia)];
            return new(tracks, vias, []);
        }

        private Track Segment(CheckedJson segment)
        {
            var layer = LayerOf(segment);
            var width = segment.RequiredNumber("width", Units.ToMillimetres(board.Rules.TrackWidth), MaxWidth);
            return new(Net(segment), TrackKind.Track, layer, Units.FromMillimetres(width), [At(segment, "startX", "startY"), At(segment, "endX", "endY")]);
        }

        private Via ReadVia(CheckedJson via) => new(Net(via), At(via, "x", "y"), board.Rules.ViaDiameter, board.Rules.ViaHole);

        private static CopperLayer LayerOf(CheckedJson segment)
        {
            switch (segment.RequiredText("layer", MaxText))
            {
                case "F_Cu.gtl" or null:
                    return CopperLayer.Front;
                case "B_Cu.gbl":
                    return CopperLayer.Back;
                default:
                    segment.Property("layer").Report("must be F_Cu.gtl or B_Cu.gbl");
                    return CopperLayer.Front;
            }
        }

        private string Net(CheckedJson item)
        {
            var net = item.RequiredText("net", MaxText);
            if (net is not null && !_nets.Contains(net))
            {
                item.Property("net").Report("is no net of the board");
            }

            return net ?? "";
        }

        private Point At(CheckedJson item, string x, string y)
        {
            var at = Point.FromMillimetres(item.RequiredNumber(x, -MaxPosition, MaxPosition), item.RequiredNumber(y, -MaxPosition, MaxPosition));
            if (!board.Project.Board.Bounds.Contains(at))
            {
                item.Property(x).Report("lies off the board");
            }

            return at;
        }
    }
}
