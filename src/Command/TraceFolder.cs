using System.Globalization;
using System.Text;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Command;

/// <summary>
/// Writes what a router does into a folder: <c>trace.jsonl</c>, a line for each round of a side, <c>frame-0001.svg</c> for each round, and
/// <c>index.html</c>, which plays them. All is written at the end.
/// </summary>
internal sealed class TraceFolder : IRouterTrace
{
    /// <summary>Pictures of a long search fill a page that no browser opens: after so many, only the figures go on.</summary>
    private const int MostFrames = 2_000;

    private readonly string _folder;
    private PlacedBoard? _board;
    private readonly Lock _lock = new();
    private readonly RoutedBoard[] _copper = [RoutedBoard.Empty, RoutedBoard.Empty];
    private readonly List<string> _frames = [];
    private readonly List<string> _lines = [];

    /// <exception cref="InputException"><c>OUTPUT_UNWRITABLE</c>.</exception>
    public TraceFolder(string folder)
    {
        _folder = Path.GetFullPath(folder);
        Guarded(() => Directory.CreateDirectory(_folder));
    }

    /// <summary>Begins with the board that is to be routed.</summary>
    public void Begin(PlacedBoard board) => _board = board;

    public void Add(RouteProgress round)
    {
        lock (_lock)
        {
            var copper = _copper[(int)round.Side] = round.Copper();
            _lines.Add(TraceLine.Of(round, copper, Math.Min(_frames.Count, MostFrames - 1)));
            if (round.Side == Side.Right && round.Stage != RouteProgress.Finished && _frames.Count < MostFrames && _board is not null)
            {
                _frames.Add(TraceFrame.Svg(_board, _copper));
            }
        }
    }

    /// <summary>Writes all files, the finished copper as the last picture.</summary>
    /// <exception cref="InputException"><c>OUTPUT_UNWRITABLE</c>.</exception>
    public void Write(RoutedBoard finished)
    {
        if (_board is not null)
        {
            _frames.Add(TraceFrame.Svg(_board, [finished]));
        }

        Save("trace.jsonl", string.Concat(_lines.Select(line => line + "\n")));
        for (var i = 0; i < _frames.Count; i++)
        {
            Save(string.Create(CultureInfo.InvariantCulture, $"frame-{i + 1:0000}.svg"), _frames[i]);
        }

        Save("index.html", TracePage.Html(_lines, _frames));
    }

    private void Save(string name, string text) => PackageOutput.WriteFile(Path.Combine(_folder, name), Encoding.UTF8.GetBytes(text));

    private void Guarded(Action act)
    {
        try
        {
            act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new("OUTPUT_UNWRITABLE", $"file={Inputs.OneLine(_folder)} error={Inputs.Reason(error)}"));
        }
    }
}
