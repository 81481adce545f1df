using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
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

    private static readonly JsonSchema Schema =
        JsonSchema.FromText(File.ReadAllText(Path.Combine(Path.GetDirectoryName(RealBoards.Samples)!, "docs", "project.schema.json")));

    /// <summary>Values that stand in the place of each property in turn.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "0", "4.999", "5", "500", "500.001", "-1", "1000", "-1000.1", "36000", "36001", "\"\"", "\"a\"", "\"a_b\"", "\"a..b\"", "\".a\"", "\"ä\"", "\"1.0\"", "[]", "[1]", "{}",
    ];

    [Fact]
    public void Schema_and_reader_agree_on_every_value_of_every_property()
    {
        var disagreements = new List<string>();
        foreach (var path in Paths(JsonNode.Parse(Whole)!, []).Where(path => !path.Contains("rules")))
        {
            foreach (var value in Values.Append(null))
            {
                var project = JsonNode.Parse(Whole)!;
                Put(project, path, value);
                var text = project.ToJsonString();
                var read = ProjectReader.Read(Encoding.UTF8.GetBytes(text)).Project is not null;
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

    [Fact]
    public void The_schema_names_every_property_that_the_reader_asks_for()
    {
        var project = JsonNode.Parse(Whole)!;
        foreach (var path in Paths(JsonNode.Parse(Whole)!, []).Where(path => !path.Contains("rules") || path.Length == 2))
        {
            JsonNode? schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(RealBoards.Samples)!, "docs", "project.schema.json")))!;
            foreach (var step in path)
            {
                schema = step is int ? schema["items"] : schema["properties"]?[(string)step];
                Assert.True(schema is not null, string.Join('.', path));
            }
        }

        Assert.Empty(ProjectReader.Read(Encoding.UTF8.GetBytes(project.ToJsonString())).Issues);
    }

    /// <summary>The reader takes a number or flag that is written as text and the other way round, which the schema does not advise.</summary>
    private static bool IsLenient(object[] path, string? value) =>
        (path[^1] is "id" or "name" or "version" or "fabricationHouse" or "graphicsSvg" && double.TryParse(value, out _)) || (path[^1] is "top" or "bottom" && value is "0" or "\"\"")
        || (value is "\"1.0\"" && path[^1] is "x" or "y" or "cornerRadius" or "rotation" or "width" or "height");

    private static bool IsValid(string json) => Schema.Evaluate(JsonNode.Parse(json)!.Deserialize<JsonElement>()).IsValid;

    private static IEnumerable<object[]> Paths(JsonNode node, object[] path) => node switch
    {
        JsonObject properties => properties.SelectMany(property => (object[][])[[.. path, property.Key], .. property.Value is null ? [] : Paths(property.Value, [.. path, property.Key])]),
        JsonArray items => items.SelectMany((item, i) => (object[][])[[.. path, i], .. Paths(item!, [.. path, i])]),
        _ => [],
    };

    private static void Put(JsonNode root, object[] path, string? value)
    {
        var owner = path[..^1].Aggregate(root, (node, step) => step is int index ? node[index]! : node[(string)step]!);
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
