using System.Text.Json.Nodes;

namespace MakeDevice.Load;

/// <summary>A board that keeps a core for a minute: the sample with the most modules, three by three times, as trees, on the finest grid that its memory allows.</summary>
internal static class HardBoard
{
    private const int Across = 3;

    public static byte[] Make(string projects)
    {
        var sample = Directory.GetFiles(projects, "*.MakeDevice")
            .Select(file => JsonNode.Parse(File.ReadAllBytes(file))!)
            .Where(project => project["pcbOptions"]?["outline"] is null && 9 * project["modules"]!.AsArray().Count <= 200)
            .MaxBy(project => project["modules"]!.AsArray().Count)!;
        var (width, height) = (sample["size"]!["width"]!.GetValue<double>(), sample["size"]!["height"]!.GetValue<double>());
        var modules = sample["modules"]!.AsArray();
        var copies = new JsonArray();
        for (var copy = 0; copy < Across * Across; copy++)
        {
            foreach (var module in modules)
            {
                copies.Add(Moved(module!, copy, ((copy % Across) - 1) * width, ((copy / Across) - 1) * height));
            }
        }

        sample["id"] = "hard";
        sample["name"] = "hard";
        sample["size"] = new JsonObject { ["width"] = Across * width, ["height"] = Across * height };
        sample["modules"] = copies;
        sample["pcbOptions"]!["rules"] = new JsonObject { ["grid"] = 0.1, ["effort"] = "thorough", ["topology"] = "tree" };
        return System.Text.Encoding.UTF8.GetBytes(sample.ToJsonString());
    }

    private static JsonNode Moved(JsonNode module, int copy, double x, double y)
    {
        var moved = module.DeepClone();
        moved["id"] = $"{copy}-{module["id"]}";
        moved["position"] = new JsonObject { ["x"] = module["position"]!["x"]!.GetValue<double>() + x, ["y"] = module["position"]!["y"]!.GetValue<double>() + y };
        return moved;
    }
}
