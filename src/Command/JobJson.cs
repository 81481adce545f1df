using System.Text.Encodings.Web;
using System.Text.Json;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Command;

/// <summary>The one object that <c>--json</c> prints.</summary>
internal static class JobJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(RouteOutcome outcome, string? artifact) =>
        Write(outcome.StatusText, outcome.Sockets, outcome.Connected, outcome.Issues, outcome.CopperLength, outcome.Routed?.Vias.Length ?? 0, outcome.IsRerouted, outcome.Seconds, artifact);

    /// <summary>The same shape for a job that could not even begin.</summary>
    public static byte[] WriteFailure(string status, Issue issue) => Write(status, 0, 0, [issue], 0, 0, false, new StageSeconds(), null);

    private static byte[] Write(
        string status, int sockets, int connected, IReadOnlyCollection<Issue> issues, double copper, int vias, bool isRerouted, StageSeconds seconds, string? artifact)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("status", status);
            json.WriteStartObject("sockets");
            json.WriteNumber("total", sockets);
            json.WriteNumber("connected", connected);
            json.WriteEndObject();
            json.WriteTexts("issues", issues.Select(issue => issue.ToString()));
            json.WriteStartArray("issueDetails");
            foreach (var issue in issues)
            {
                json.WriteStartObject();
                json.WriteString("severity", issue.Severity.Name());
                json.WriteString("code", issue.Code);
                json.WriteString("message", issue.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("copper");
            json.WriteNumber("lengthMm", Math.Round(copper / 1e6, 3));
            json.WriteNumber("vias", vias);
            json.WriteEndObject();
            json.WriteBoolean("rerouted", isRerouted);
            json.WriteStartObject("seconds");
            json.WriteNumber("total", Math.Round(seconds.Total, 6));
            json.WriteNumber("read", Math.Round(seconds.Read, 6));
            json.WriteNumber("plan", Math.Round(seconds.Plan, 6));
            json.WriteNumber("route", Math.Round(seconds.Route, 6));
            json.WriteNumber("verify", Math.Round(seconds.Verify, 6));
            json.WriteNumber("fabricate", Math.Round(seconds.Fabricate, 6));
            json.WriteEndObject();
            json.WriteString("artifact", artifact);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
