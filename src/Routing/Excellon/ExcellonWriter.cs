using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>
/// Writes a drill file of a two-layer board (XNC 2021.11): metric with decimal points, as exact as nanometres, attributes in
/// comments as KiCad writes them. Tools are sorted by diameter, then function; each drills once, holes before slots; hits
/// are sorted by position and equal ones written once. What is routed comes last, since some readers take holes after it for routs. So equal sets of
/// hits give equal bytes.
/// </summary>
internal static class ExcellonWriter
{
    private const int LeastDecimals = 3;

    /// <param name="plated">What the header states: through-plated (PTH) or not (NPTH).</param>
    /// <param name="fileAttributes">Further TF attributes, for instance the generator; a .FileFunction among them is replaced.</param>
    public static byte[] Write(DrillFile file, bool plated, ImmutableArray<GerberAttribute> fileAttributes)
    {
        var tools = DrillPlan.ToolsOf(file);
        using var text = new GerberText();
        WriteHeader(text, tools, plated, fileAttributes);
        for (var i = 0; i < tools.Length; i++)
        {
            if (!tools[i].Hits.IsEmpty)
            {
                text.Add('T', i + 1);
                text.Add("\n"u8);
                WriteHits(text, tools[i]);
            }
        }

        if (tools.IsEmpty)
        {
            // No tool in use: without any T command, gerbv does not know an empty file for a drill file.
            text.Add("T0\n"u8);
        }

        WriteRouts(text, tools);
        text.Add("M30\n"u8);
        return text.Written.ToArray();
    }

    private static void WriteHeader(GerberText text, ImmutableArray<PlannedTool> tools, bool plated, ImmutableArray<GerberAttribute> fileAttributes)
    {
        // Without a blank after the semicolon: tracespace knows the hint only so, and else guesses how zeros are suppressed.
        text.Add("M48\n;FORMAT={-:-/ absolute / metric / decimal}\n"u8);
        foreach (var attribute in fileAttributes.Where(attribute => attribute.Name != ".FileFunction"))
        {
            WriteAttribute(text, "TF"u8, attribute);
        }

        text.Add(plated ? "; #@! TF.FileFunction,Plated,1,2,PTH\n"u8 : "; #@! TF.FileFunction,NonPlated,1,2,NPTH\n"u8);
        text.Add("FMAT,2\nMETRIC\n"u8);
        for (var i = 0; i < tools.Length; i++)
        {
            WriteFunction(text, tools[i].Function, i > 0 ? tools[i - 1].Function : null, plated);
            text.Add('T', i + 1);
            text.Add("C"u8);
            text.AddMillimetres(tools[i].Diameter, LeastDecimals);
            text.Add("\n"u8);
        }

        text.Add("%\nG90\nG05\n"u8);
    }

    private static void WriteFunction(GerberText text, string? function, string? previous, bool plated)
    {
        if (function is not null)
        {
            ImmutableArray<string> kind = plated ? ["Plated", "PTH"] : ["NonPlated", "NPTH"];
            WriteAttribute(text, "TA"u8, new(".AperFunction", kind.AddRange(function.Split(','))));
        }
        else if (previous is not null)
        {
            text.Add("; #@! TD\n"u8);
        }
    }

    private static void WriteAttribute(GerberText text, ReadOnlySpan<byte> command, GerberAttribute attribute)
    {
        text.Add("; #@! "u8);
        text.Add(command);
        AttributeWriter.WriteFields(text, attribute);
        text.Add("\n"u8);
    }

    private static void WriteHits(GerberText text, PlannedTool tool)
    {
        foreach (var hit in tool.Hits)
        {
            if (hit is DrillHole hole)
            {
                WritePoint(text, hole.At);
            }
            else if (hit is DrillSlot slot)
            {
                WritePoint(text, slot.From);
                text.Add("G85"u8);
                WritePoint(text, slot.To);
            }

            text.Add("\n"u8);
        }
    }

    private static void WriteRouts(GerberText text, ImmutableArray<PlannedTool> tools)
    {
        for (var i = 0; i < tools.Length; i++)
        {
            if (tools[i].Routs.IsEmpty)
            {
                continue;
            }

            text.Add('T', i + 1);
            text.Add("\n"u8);
            foreach (var rout in tools[i].Routs)
            {
                WriteRout(text, rout);
            }
        }

        if (tools.Any(tool => !tool.Routs.IsEmpty))
        {
            text.Add("G05\n"u8);
        }
    }

    private static void WriteRout(GerberText text, Contour rout)
    {
        text.Add("G00"u8);
        WritePoint(text, rout.Start);
        text.Add("\nM15\n"u8);
        foreach (var segment in rout.Segments)
        {
            text.Add("G01"u8);
            WritePoint(text, segment.To);
            text.Add("\n"u8);
        }

        text.Add("M16\n"u8);
    }

    private static void WritePoint(GerberText text, Point point)
    {
        text.Add("X"u8);
        text.AddMillimetres(point.X, LeastDecimals);
        text.Add("Y"u8);
        text.AddMillimetres(point.Y, LeastDecimals);
    }
}
