using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.RandomBoards;

/// <summary>A legal placement, as the project a user would send.</summary>
/// <param name="Json">The project, UTF-8; its rules are within, so that it can be routed again as it is.</param>
/// <param name="FreeShare">Share of the board's area that lies between zones: neither in one nor in a bus zone.</param>
/// <param name="Gap">Least distance between zones that was kept, nanometres.</param>
public sealed record RandomBoard(string Name, byte[] Json, int Modules, double FreeShare, long Gap)
{
    public Density Density => FreeShare switch
    {
        < 0.2 => Density.Tight,
        < 0.3 => Density.Dense,
        < 0.5 => Density.Medium,
        _ => Density.Loose,
    };
}

/// <summary>Classes of <see cref="RandomBoard.FreeShare"/>: from 50 %, from 30 %, from 20 %, and below.</summary>
public enum Density
{
    Loose,
    Medium,
    Dense,
    Tight,
}

/// <summary>Writes placed modules as a project.</summary>
internal static class ProjectJson
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="rules">A JSON object of rules, empty for those of the house.</param>
    public static byte[] Write(string name, long width, long height, long cornerRadius, IReadOnlyList<Tile> modules, string rules)
    {
        var options = new JsonObject
        {
            ["fabricationHouse"] = "JLCPCB",
            ["cornerRadius"] = Units.ToMillimetres(cornerRadius),
            ["connectors"] = new JsonObject { ["top"] = false, ["bottom"] = false },
        };
        if (rules.Length > 0)
        {
            options["rules"] = JsonNode.Parse(rules);
        }

        var project = new JsonObject
        {
            ["id"] = name,
            ["name"] = name,
            ["size"] = new JsonObject { ["width"] = Units.ToMillimetres(width), ["height"] = Units.ToMillimetres(height) },
            ["pcbOptions"] = options,
            ["modules"] = new JsonArray([.. modules.Select(Module)]),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(project, Readable), (byte)'\n'];
    }

    // The editor's y points down and its turns are clockwise.
    private static JsonNode Module(Tile tile, int index) => new JsonObject
    {
        ["id"] = $"{index + 1:x4}0000-0000-4000-8000-{index + 1:x12}",
        ["name"] = tile.Package.Key.Name,
        ["version"] = tile.Package.Key.Version,
        ["position"] = new JsonObject { ["x"] = Units.ToMillimetres(tile.Origin.X), ["y"] = Units.ToMillimetres(-tile.Origin.Y) },
        ["rotation"] = (360 - tile.Degrees) % 360,
    };
}
