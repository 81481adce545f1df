using System.Collections.Immutable;
using System.Text.Json;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Fabrication;

/// <summary>What the reports of boards and of panels have in common.</summary>
internal static class ReportJson
{
    /// <summary>All problems, the gravest first: for programs code and line, for people a sentence.</summary>
    public static void WriteIssues(this Utf8JsonWriter json, ImmutableArray<Issue> issues)
    {
        json.WriteStartArray("issues");
        foreach (var issue in issues.OrderBy(issue => issue.Severity))
        {
            json.WriteStartObject();
            json.WriteString("severity", issue.Severity.Name());
            json.WriteString("code", issue.Code);
            json.WriteString("message", issue.Message);
            json.WriteString("issue", issue.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
