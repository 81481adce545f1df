using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests.Projects;

/// <summary>The published schema against the reader: what one takes the other takes, what one refuses the other refuses.</summary>
public class ProjectSchemaTests
{
    private const string Whole = """
        {"id":"p1","name":"my board","size":{"width":75.3,"height":61.7},
         "pcbOptions":{"fabricationHouse":"Aisler","cornerRadius":3,"connectors":{"top":true,"bottom":false},"rules":{"trackWidth":0.2}},
         "modules":[{"id":"0001-a","name":"jvm_rgb_led","version":"0.7","position":{"x":1.5,"y":-20.1},"rotation":90}],
         "graphicsSvg":"<svg/>"}
        """;

    private const string Free = """
        {"size":{"width":60,"height":40},
         "pcbOptions":{"outline":[{"x":-30,"y":-20,"r":2},{"x":30,"y":-20,"bulgeAfter":0.2},{"x":30,"y":20},{"x":-30,"y":20}]},
         "modules":[]}
        """;

    private static readonly string Text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(RealBoards.Samples)!, "docs", "project.schema.json"));
    private static readonly JsonSchema Schema = JsonSchema.FromText(Text);

    /// <summary>Values that stand in the place of each property in turn.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "0", "4.999", "5", "500", "500.001", "-1", "1000", "-1000.1", "36000", "36001", "\"\"", "\"a\"", "\"a_b\"", "\"a..b\"", "\".a\"", "\"ä\"", "\"1.0\"", "[]", "[1]", "{}",
    ];

    [Theory]
    [InlineData(Whole)]
    [InlineData(Free)]
    public void Schema_and_reader_agree_on_every_value_of_every_property(string whole)
    {
        var disagreements = new List<string>();
        foreach (var path in Paths(JsonNode.Parse(whole)!, []).Where(path => !path.Contains("rules")))
        {
            foreach (var value in Values.Append(null))
            {
                var project = JsonNode.Parse(whole)!;
                Put(project, path, value);
                var text = project.ToJsonString();
                var read = IsRead(text);
                if (IsValid(text) != read && !IsLenient(path, value))
                {
                    disagreements.Add($"{string.Join('.', path)} = {value ?? "(missing)"}: {(read ? "read, against the schema" : "valid, but not read")}");
                }
            }
        }

        Assert.True(disagreements.Count == 0, string.Join('\n', disagreements));
    }

    [Fact]
    public void The_samples_are_valid() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(RealBoards.Samples, "projects"), "*.MakeDevice"), file => Assert.True(IsValid(File.ReadAllText(file)), file));

    /// <summary>Both ways: what the schema names the reader asks for, and what the reader asks for the schema names.</summary>
    [Theory]
    [InlineData(Whole)]
    [InlineData(Free)]
    public void The_schema_names_the_properties_that_the_reader_asks_for(string whole)
    {
        Assert.Empty(ProjectReader.Read(Encoding.UTF8.GetBytes(whole)).Issues);
        var project = JsonNode.Parse(whole)!;
        var objects = Paths(project, []).Prepend([]).Where(path => !path.Contains("rules") && At(project, path) is JsonObject).ToList();
        foreach (var path in objects)
        {
            At(project, path).AsObject()["zzyx"] = 1;
        }

        var unused = new List<CheckedJson.UnusedProperty>();
        ProjectReader.Read(Encoding.UTF8.GetBytes(project.ToJsonString()), unused);
        Assert.Equal(objects.Count, unused.Count(property => property.Name == "zzyx"));
        foreach (var path in objects)
        {
            var known = unused.First(property => property.Name == "zzyx" && property.Path == Written(path)).Known;
            Assert.Equal(SchemaOf(path)["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
        }
    }

    private static JsonNode SchemaOf(object[] path) =>
        path.Aggregate(JsonNode.Parse(Text)!, (schema, step) => step is int ? schema["items"]! : schema["properties"]![(string)step]!);

    private static JsonNode At(JsonNode root, object[] path) => path.Aggregate(root, (node, step) => step is int index ? node[index]! : node[(string)step]!);

    private static string Written(object[] path) => string.Concat(path.Select(step => step is int ? $"[{step}]" : $".{step}").Prepend("$"));

    /// <summary>True where the form is read, whatever the outline encloses: no schema can tell that nodes cross.</summary>
    private static bool IsRead(string project)
    {
        var (read, issues) = ProjectReader.Read(Encoding.UTF8.GetBytes(project));
        var errors = issues.Where(issue => issue.Severity == Severity.Error).ToList();
        return read is not null || errors.TrueForAll(issue => issue.Code is "OUTLINE_NODE_REPEATED" or "OUTLINE_CROSSING" or "OUTLINE_TOO_SMALL" or "OUTLINE_TOO_LARGE");
    }

    /// <summary>The reader takes a number or flag that is written as text and the other way round, which the schema does not advise.</summary>
    private static bool IsLenient(object[] path, string? value) =>
        (path[^1] is "id" or "name" or "version" or "fabricationHouse" or "graphicsSvg" && double.TryParse(value, out _)) || (path[^1] is "top" or "bottom" && value is "0" or "\"\"")
        || (value is "\"1.0\"" && path[^1] is "x" or "y" or "cornerRadius" or "rotation" or "width" or "height" or "r" or "bulgeAfter");

    private static bool IsValid(string json) => Schema.Evaluate(JsonNode.Parse(json)!.Deserialize<JsonElement>()).IsValid;

    private static IEnumerable<object[]> Paths(JsonNode node, object[] path) => node switch
    {
        JsonObject properties => properties.SelectMany(property => (object[][])[[.. path, property.Key], .. property.Value is null ? [] : Paths(property.Value, [.. path, property.Key])]),
        JsonArray items => items.SelectMany((item, i) => (object[][])[[.. path, i], .. Paths(item!, [.. path, i])]),
        _ => [],
    };

    private static void Put(JsonNode root, object[] path, string? value)
    {
        var owner = At(root, path[..^1]);
        switch (owner, path[^1])
        {
            case (JsonArray items, int index):
                items.RemoveAt(index);
                if (value is not null)
                {
                    items.Insert(index, JsonNode.Parse(value));
                }

                break;
            case (JsonObject properties, string name):
                properties.Remove(name);
                if (value is not null)
                {
                    properties[name] = JsonNode.Parse(value);
                }

                break;
        }
    }
}
