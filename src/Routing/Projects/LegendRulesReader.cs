using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>Reads the rule <c>silkscreen</c>: <c>false</c> for none, or what is printed and how large.</summary>
internal static class LegendRulesReader
{
    private const int MaxVersion = 40;

    private static readonly string[] Names = ["names", "marks", "title", "version", "height", "lineWidth"];

    public static LegendRules Read(CheckedJson rules, LegendRules before)
    {
        if (rules.Property("silkscreen").Json is "true" or "false")
        {
            return rules.OptionalFlag("silkscreen") ? before : LegendRules.None;
        }

        var legend = rules.RequiredObject("silkscreen");
        foreach (var name in legend.PropertyNames.Where(name => !Names.Contains(name)))
        {
            legend.Property(name).Report("is no rule");
        }

        return new()
        {
            Names = Flag("names", before.Names),
            Marks = Flag("marks", before.Marks),
            Title = Flag("title", before.Title),
            Version = legend.Property("version").IsMissing ? before.Version : legend.OptionalText("version", MaxVersion),
            Height = legend.OptionalLength("height", 0.8, 5, before.Height),
            LineWidth = legend.OptionalLength("lineWidth", 0.1, 0.5, before.LineWidth),
        };

        bool Flag(string name, bool usual) => legend.Property(name).IsMissing ? usual : legend.OptionalFlag(name);
    }
}
