using System.Text.Json;
using System.Text.Json.Nodes;

namespace MakeDevice.SampleMaker;

/// <summary>The sample projects; positions in the editor's sense: millimetres from the board's centre, y down.</summary>
internal static class Projects
{
    private sealed record Placed(string Module, double X, double Y, double Rotation = 0);

    public static IEnumerable<SampleFile> Write()
    {
        yield return File("small", 42, 78, 2, [
            new("sample_rp2040", 1, -9), new("sample_i2c_thermometer", -7, 28), new("sample_i2c_pullups", 7, 28),
        ]);
        yield return File("typical", 84, 64, 3, [
            new("sample_jacdaptor", 0, -18), new("sample_light_sensor", -25, 14), new("sample_button", 0, 14), new("sample_rgb_led", 26, 14),
        ]);
        yield return File("dense", 136, 112, 3, Dense());
        yield return File("angles", 70.3, 92.7, 3, [
            new("sample_rp2040", 3.13, -14.41), new("sample_i2c_thermometer", -16.07, 26.62, 45), new("sample_i2c_motion", -3.3, 27.9, 30),
            new("sample_i2c_thermometer", 9.91, 28.04, 222.5), new("sample_i2c_pullups", 20.2, 27.4, 90),
        ]);
        yield return File("connectors", 74, 84, 4, [
            new("sample_edge_connector", 0, -37.75), new("sample_jacdaptor", 0, -16), new("sample_rgb_led", -17, 13), new("sample_button", 13, 13),
            new("sample_edge_connector", 0, 37.75, 180),
        ], connectors: true, graphics: Graphics);
        yield return File("lshape", 94, 80, 0, [
            new("sample_rp2040", -28, -8), new("sample_i2c_pullups", -6, 27), new("sample_i2c_thermometer", 4, 27), new("sample_i2c_motion", 16, 27),
            new("sample_i2c_thermometer", 29, 27, 90),
        ], outline: LShape);
        yield return File("invalid", 60, 50, 2, [
            new("sample_rgb_led", -12, 0), new("sample_button", 0, 4), new("sample_light_sensor", 26, 10), new("sample_i2c_motion", -25.5, -15),
            new("sample_weather_station", 10, -15),
        ]);
    }

    /// <summary>An L with rounded corners, one of them inwards, whose foot ends in an arc.</summary>
    private const string LShape =
        """
        [{"x": -42, "y": -40, "r": 4}, {"x": -14, "y": -40, "r": 4}, {"x": -14, "y": 14, "r": 6}, {"x": 42, "y": 14, "bulgeAfter": 0.35}, {"x": 42, "y": 40}, {"x": -42, "y": 40, "r": 4}]
        """;

    private static Placed[] Dense() =>
    [
        new("sample_jacdaptor", -30, -43), new("sample_rp2040", 46, -27), new("sample_button", 18, -42), new("sample_slider", -28, -19),
        new("sample_light_sensor", 19, -19), new("sample_rgb_led", -48, 5), new("sample_rgb_led", -22, 5), new("sample_button", 6, 5),
        new("sample_rgb_led", -50, 30, 90), new("sample_light_sensor", -29, 30, 180),
        new("sample_i2c_thermometer", -13, 24), new("sample_i2c_thermometer", -3, 24, 90),
        new("sample_i2c_thermometer", 7, 24, 180), new("sample_i2c_thermometer", 17, 24, 270),
        new("sample_i2c_thermometer", -13, 38), new("sample_i2c_thermometer", -3, 38, 90),
        new("sample_i2c_motion", 7, 38), new("sample_i2c_motion", 17, 38, 180),
        new("sample_i2c_display", 45, 34), new("sample_i2c_pullups", 29, 12),
    ];

    private const string Graphics =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 74 84" width="74" height="84"><g transform="translate(37 69.3) scale(0.7)" fill="#000"><path fill-rule="evenodd" d="M-8 0A8 8 0 1 1 8 0A8 8 0 1 1 -8 0ZM-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0Z"/><path d="M-4 2C-2 -4 2 -4 4 2Q0 0 -4 2Z"/><path d="M-30 -4H-14M14 -4H30" fill="none" stroke="#fff" stroke-width="0.4" stroke-linecap="round"/></g></svg>
        """;

    private static SampleFile File(
        string name, double width, double height, double radius, Placed[] modules, bool connectors = false, string graphics = "", string? outline = null)
    {
        var project = new JsonObject
        {
            ["id"] = $"sample-{name}",
            ["name"] = name,
            ["size"] = new JsonObject { ["width"] = width, ["height"] = height },
            ["pcbOptions"] = new JsonObject
            {
                ["fabricationHouse"] = "JLCPCB",
                ["cornerRadius"] = radius,
                ["connectors"] = new JsonObject { ["top"] = connectors, ["bottom"] = connectors },
            },
            ["modules"] = new JsonArray([.. modules.Select((module, i) => (JsonNode)new JsonObject
            {
                ["id"] = $"{i + 1:x4}{name.Length:x4}-5a3b-4c00-8000-{i + 1:x12}",
                ["name"] = module.Module,
                ["version"] = "1.0",
                ["position"] = new JsonObject { ["x"] = module.X, ["y"] = module.Y },
                ["rotation"] = module.Rotation,
            })]),
            ["graphicsSvg"] = graphics,
        };
        if (outline is not null)
        {
            project["pcbOptions"] = new JsonObject { ["fabricationHouse"] = "JLCPCB", ["outline"] = JsonNode.Parse(outline) };
        }

        return new($"projects/{name}.MakeDevice", [.. JsonSerializer.SerializeToUtf8Bytes(project, Readable), (byte)'\n']);
    }

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
