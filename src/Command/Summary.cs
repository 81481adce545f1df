using System.Globalization;
using System.Text;
using MakeDevice.Routing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Command;

/// <summary>What a person reads when the job is over.</summary>
internal static class Summary
{
    public static string Of(RouteOutcome outcome, string? artifact)
    {
        var text = new StringBuilder();
        void Row(string name, FormattableString value) => text.Append(CultureInfo.InvariantCulture, $"  {name,-9} {FormattableString.Invariant(value)}\n");

        if (outcome.Board is { } board)
        {
            var outline = board.Project.Board;
            text.Append(CultureInfo.InvariantCulture,
                $"{Inputs.OneLine(board.Project.Name)}  {Units.ToMillimetres(outline.Width):0.##} x {Units.ToMillimetres(outline.Height):0.##} mm, {board.Modules.Length} modules, {Inputs.OneLine(board.Rules.Profile)} rules\n");
            Row("sockets", $"{outcome.Connected} of {outcome.Sockets} connected");
        }

        if (outcome.Routed is { } routed)
        {
            int Count(TrackKind kind) => routed.Tracks.Count(track => track.Kind == kind);
            Row("copper", $"{Count(TrackKind.Track)} tracks, {Count(TrackKind.Bus)} buses, {routed.Vias.Length} vias, {outcome.CopperLength / 1e6:0.0} mm{(outcome.IsRerouted ? ", begun with the earlier routing" : "")}");
        }

        foreach (var sentence in outcome.Board is { } made && outcome.Routed is { } copper ? BoardStages.ElectricalSummary(made, copper) : [])
        {
            Row("copper", $"{Inputs.OneLine(sentence)}");
        }

        var t = outcome.Seconds;
        Row("time", $"{t.Total * 1e3:0.0} ms: read {t.Read * 1e3:0.0}, plan {t.Plan * 1e3:0.0}, route {t.Route * 1e3:0.0}, verify {t.Verify * 1e3:0.0}, fabricate {t.Fabricate * 1e3:0.0}");
        Row("issues", outcome.Issues.IsEmpty ? $"none" : (FormattableString)$"{outcome.Issues.Length}");
        foreach (var issue in outcome.Issues.OrderBy(issue => issue.Severity))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {IssueLine.Of(issue)}\n");
        }

        foreach (var sentence in outcome.Explanation?.Sentences ?? [])
        {
            Row("blocked", $"{Inputs.OneLine(sentence)}");
        }

        Row("result", artifact is null ? $"{outcome.StatusText}, nothing written" : (FormattableString)$"{outcome.StatusText}, {Inputs.OneLine(artifact)}");
        return text.ToString();
    }
}
