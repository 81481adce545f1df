using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Panels;

/// <summary>Problems of a panel, each with where it is.</summary>
internal static class PanelIssues
{
    public static Issue Invalid(string path, string error) => new("PANEL_INVALID", $"path={IssueText.Path(path)} error={IssueText.Sentence(error)}");

    public static Issue File(string code, string name, string error) => new(code, $"file={IssueText.Token(name)} error={IssueText.Sentence(error)}");

    /// <summary>Of a place, in the frame of the panel's first copy.</summary>
    public static Issue At(string code, Point at, string details) =>
        new(code, $"xMm={Number(at.X)} yMm={Number(at.Y)}{(details.Length == 0 ? "" : " ")}{details}");

    public static string Number(long nanometres) => Units.ToMillimetres(nanometres).ToString("0.######", CultureInfo.InvariantCulture);
}
