using System.Collections.Immutable;
using System.Text.Json;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Manufacturing;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>The report's <c>manufacturing</c>: the final files against what the house publishes. Millimetres.</summary>
internal static class HouseJson
{
    public static void Write(Utf8JsonWriter json, FabricationProfile house, ImmutableArray<HouseFinding> findings)
    {
        json.WriteStartObject("manufacturing");
        json.WriteString("house", house.Name);
        json.WriteString("source", house.Published.Source);
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("kind", finding.Kind);
            json.WriteString("grade", Name(finding.Grade));
            json.WriteNumber("count", finding.Count);
            WriteMeasure(json, finding);
            if (finding.At is { } at)
            {
                json.WriteNumber("xMm", Units.ToMillimetres(at.X));
                json.WriteNumber("yMm", Units.ToMillimetres(at.Y));
            }

            if (finding.What.Length > 0)
            {
                json.WriteString("what", finding.What);
            }

            if (finding.Source.Length > 0)
            {
                json.WriteString("source", finding.Source);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMeasure(Utf8JsonWriter json, HouseFinding finding)
    {
        if (finding.Unit == HouseUnit.Nanometre)
        {
            json.WriteNumber("foundMm", Millimetres(finding.Found));
            json.WriteNumber("limitMm", Millimetres(finding.Limit));
            return;
        }

        json.WriteNumber("found", finding.Found);
        json.WriteNumber("limit", finding.Limit);
        json.WriteString("unit", finding.Unit == HouseUnit.Degree ? "degree" : "piece");
    }

    private static string Name(HouseGrade grade) => grade switch
    {
        HouseGrade.CannotBeMade => "cannot-be-made",
        HouseGrade.BeyondLimit => "beyond-limit",
        HouseGrade.Look => "look",
        _ => "price",
    };

    private static double Millimetres(double nanometres) => Math.Round(nanometres / Units.Millimetre, 4);
}
