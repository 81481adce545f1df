using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Panels;

/// <summary>A part of one copy.</summary>
/// <param name="Reference">Unique in the panel.</param>
/// <param name="At">In the frame of the first copy.</param>
internal sealed record PanelPart(string Reference, BomLine Line, CplLine Position, Point At);

/// <summary>
/// BOM and CPL of a panel. A part is what has a line in both files of the board; every copy's parts get references of their own: prefix, number of the
/// copy, and a counter (the predecessor's form, made unique).
/// </summary>
internal sealed class PanelAssembly
{
    public const string BomName = "full_panel_BOM.csv";
    public const string CplName = "full_panel_CPL.csv";

    private readonly ImmutableArray<PanelPart> _parts;

    private PanelAssembly(ImmutableArray<PanelPart> parts) => _parts = parts;

    public static PanelAssembly Of(PanelBoard board, PanelDesign design)
    {
        var (lines, positions) = (LinesOf(board), PositionsOf(board));
        string[] mounted = [.. lines.Keys.Where(positions.ContainsKey)];
        var references = new References();
        var parts = ImmutableArray.CreateBuilder<PanelPart>();
        var copy = 0;
        foreach (var offset in design.Offsets)
        {
            foreach (var original in mounted)
            {
                var position = positions[original];
                parts.Add(new(references.Next(original, copy), lines[original], position, position.At + offset));
            }

            copy++;
        }

        return new(parts.ToImmutable());
    }

    /// <summary>Parts that only one of the two files has: they are not in the panel.</summary>
    public static IEnumerable<Issue> Warnings(PanelBoard board)
    {
        var (lines, positions) = (LinesOf(board), PositionsOf(board));
        return lines.Keys.Where(reference => !positions.ContainsKey(reference)).Select(reference => Ignored(reference, "placement"))
            .Concat(positions.Keys.Where(reference => !lines.ContainsKey(reference)).Select(reference => Ignored(reference, "bom")));
    }

    /// <summary>
    /// Rows of one value and package together. Of part numbers the first one named counts where others name none; parts that name different numbers are
    /// different parts and keep rows of their own.
    /// </summary>
    public byte[] Bom()
    {
        var csv = new CsvText().Cell("Value").Cell("Designator").Cell("Package").Cell("LCSC Part").EndRow();
        foreach (var kind in _parts.GroupBy(part => (part.Line.Value, part.Line.Package)))
        {
            var first = kind.Select(part => part.Line.LcscPart).FirstOrDefault(number => number.Length > 0, "");
            foreach (var row in kind.GroupBy(part => part.Line.LcscPart.Length > 0 ? part.Line.LcscPart : first, StringComparer.Ordinal))
            {
                csv.Cell(kind.Key.Value).Cell(string.Join(',', row.Select(part => part.Reference))).Cell(kind.Key.Package).Cell(row.Key).EndRow();
            }
        }

        return csv.ToBytes();
    }

    public byte[] Cpl()
    {
        var csv = new CsvText().Cell("Designator").Cell("Val").Cell("Package").Cell("Mid X").Cell("Mid Y").Cell("Rotation").Cell("Layer").EndRow();
        foreach (var part in _parts)
        {
            csv.Cell(part.Reference).Cell(part.Position.Value).Cell(part.Position.Package).Cell(Number(Units.ToMillimetres(part.At.X)))
                .Cell(Number(Units.ToMillimetres(part.At.Y))).Cell(Number(part.Position.Rotation)).Cell(part.Position.Side).EndRow();
        }

        return csv.ToBytes();
    }

    private static Issue Ignored(string reference, string missing) => new("PANEL_PART_IGNORED", $"reference={IssueText.Token(reference)} missingIn={missing}");

    private static string Number(double value) => value.ToString("F6", CultureInfo.InvariantCulture);

    private static Dictionary<string, BomLine> LinesOf(PanelBoard board)
    {
        var lines = new Dictionary<string, BomLine>(StringComparer.Ordinal);
        foreach (var line in board.Bom)
        {
            foreach (var reference in line.References)
            {
                lines.TryAdd(reference, line);
            }
        }

        return lines;
    }

    private static Dictionary<string, CplLine> PositionsOf(PanelBoard board)
    {
        var positions = new Dictionary<string, CplLine>(StringComparer.Ordinal);
        foreach (var line in board.Cpl)
        {
            positions.TryAdd(line.Reference, line);
        }

        return positions;
    }

    /// <summary>Gives references out, each once: R of copy 1, number 11, and R of copy 11, number 1, must not both be R111.</summary>
    private sealed class References
    {
        private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<(string Prefix, int Copy), int> _counters = [];

        public string Next(string original, int copy)
        {
            var prefix = original.TrimEnd("0123456789".ToCharArray());
            while (true)
            {
                var counter = _counters[(prefix, copy)] = _counters.GetValueOrDefault((prefix, copy)) + 1;
                var reference = string.Create(CultureInfo.InvariantCulture, $"{prefix}{copy}{counter}");
                if (_given.Add(reference))
                {
                    return reference;
                }
            }
        }
    }
}
