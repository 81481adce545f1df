using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Modules.Assembly;

namespace MakeDevice.Routing.Panels;

/// <summary>A part of one copy.</summary>
/// <param name="Placed">In the frame of the first copy, its reference unique in the panel.</param>
internal sealed record PanelPart(BomLine Line, CplLine Placed);

/// <summary>
/// BOM and CPL of a panel. A part is what has a line in both files of the board; every copy's parts get references of their own: prefix, number of the
/// copy, and a counter (the predecessor's form, made unique). The files are those that the board's fabrication house takes.
/// </summary>
internal sealed class PanelAssembly
{
    public const string BomName = "full_panel_BOM.csv";
    public const string CplName = "full_panel_CPL.csv";

    private readonly ImmutableArray<PanelPart> _parts;
    private readonly HouseForm _form;

    private PanelAssembly(ImmutableArray<PanelPart> parts, HouseForm form) => (_parts, _form) = (parts, form);

    public int Count => _parts.Length;

    public static PanelAssembly Of(PanelBoard board, PanelDesign design)
    {
        var lines = board.Bom.SelectMany(line => line.References.Items, (line, reference) => (line, reference)).ToDictionary(entry => entry.reference, entry => entry.line, PartReferences.Comparer);
        CplLine[] mounted = [.. board.Cpl.Where(position => lines.ContainsKey(position.Reference))];
        var references = new References();
        var parts = ImmutableArray.CreateBuilder<PanelPart>();
        foreach (var (copy, offset) in design.Offsets.Index())
        {
            foreach (var position in mounted)
            {
                var line = lines[position.Reference];
                parts.Add(new(line, AssemblyFiles.Placed(line, position, references.Next(position.Reference, copy), position.At + offset, position.Rotation)));
            }
        }

        return new(parts.ToImmutable(), HouseForm.Of(board.House));
    }

    /// <summary>
    /// Rows of one value and package together. Of part numbers the first one named counts where others name none; parts that name different numbers are
    /// different parts and keep rows of their own.
    /// </summary>
    public byte[] Bom() => AssemblyFiles.Bom(
        _form,
        from kind in _parts.GroupBy(part => (part.Line.Value, part.Line.Package))
        let first = kind.Select(part => part.Line.LcscPart).FirstOrDefault(number => number.Length > 0, "")
        from row in kind.GroupBy(part => part.Line.LcscPart.Length > 0 ? part.Line.LcscPart : first, StringComparer.Ordinal)
        select new BomLine(kind.Key.Value, new([.. row.Select(part => part.Placed.Reference)]), kind.Key.Package, row.Key));

    public byte[] Cpl() => AssemblyFiles.Cpl(_form, _parts.Select(part => part.Placed));

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
