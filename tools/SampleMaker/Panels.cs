using System.Text;

namespace MakeDevice.SampleMaker;

/// <summary>Specifications of panels: one of each way to hold the boards.</summary>
internal static class Panels
{
    private const string Tabs =
        """
        {
          "columns": 3,
          "rows": 2,
          "gap": 2,
          "separation": "tabs",
          "tabs": { "width": 3, "perSide": 2, "biteDiameter": 0.5, "bitePitch": 0.8 },
          "rails": { "sides": "top-bottom", "width": 5 }
        }
        """;

    private const string Scored =
        """
        {
          "columns": 3,
          "rows": 2,
          "separation": "vcut",
          "rails": { "sides": "all", "width": 6, "toolingHole": 2, "fiducial": 1 }
        }
        """;

    public static IEnumerable<SampleFile> Write() => [new("panels/scored.json", File(Scored)), new("panels/tabs.json", File(Tabs))];

    private static byte[] File(string text) => Encoding.UTF8.GetBytes(text + "\n");
}
