using System.Collections.Immutable;
using System.Globalization;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>Reads a module's bill of materials as tools, fabs and spreadsheets write it.</summary>
internal static class BomReader
{
    private const int MaxReferences = 10_000;

    /// <exception cref="CsvException">The table is malformed, has no reference column, or lists too many parts.</exception>
    public static ComponentList<BomLine> Read(ReadOnlySpan<byte> content) =>
        ComponentTable.Read(content, ComponentField.Reference) is { } table ? new Reading(table).ToList() : ComponentList<BomLine>.Empty;

    private sealed class Reading(ComponentTable table)
    {
        private readonly ImmutableArray<BomLine>.Builder _lines = ImmutableArray.CreateBuilder<BomLine>();
        private readonly List<string> _notFitted = [];
        private readonly List<ComponentNote> _notes = [.. ComponentNotes.Of(table, ComponentField.Value, ComponentField.Package, ComponentField.PartNumber)];
        private int _references;

        public ComponentList<BomLine> ToList()
        {
            foreach (var row in table.Rows)
            {
                Take(row, [.. PartReferences.Split(table.Cell(row, ComponentField.Reference))]);
            }

            return new(_lines.ToImmutable(), [.. _notFitted], [.. _notes]);
        }

        private void Take(CsvRow row, ImmutableArray<string> references)
        {
            if ((_references += references.Length) > MaxReferences)
            {
                throw new CsvException(row.Line, string.Create(CultureInfo.InvariantCulture, $"more than {MaxReferences} references"));
            }

            if (references.IsEmpty)
            {
                _notes.Add(ComponentNotes.WithoutReference(row));
            }
            else if (NotFitted.Is(table, row))
            {
                _notFitted.AddRange(references);
            }
            else
            {
                _lines.Add(Line(row, references));
            }
        }

        private BomLine Line(CsvRow row, ImmutableArray<string> references)
        {
            var line = new BomLine(
                table.Cell(row, ComponentField.Value), new(references), table.Cell(row, ComponentField.Package), table.Cell(row, ComponentField.PartNumber));
            _notes.AddRange(Doubts(row, line).Select(reason => new ComponentNote(ComponentNote.InDoubt, reason, row.Line, references)));
            return line;
        }

        private IEnumerable<string> Doubts(CsvRow row, BomLine line)
        {
            if (table.Has(ComponentField.Value) && line.Value.Length == 0)
            {
                yield return "the BOM gives no value";
            }

            if (table.Has(ComponentField.Package) && line.Package.Length == 0)
            {
                yield return "the BOM gives no package";
            }

            if (NotFitted.Doubt(table, row) is { } doubt)
            {
                yield return doubt;
            }

            if (int.TryParse(table.Cell(row, ComponentField.Quantity), NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) && quantity != line.References.Items.Length)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"the BOM says {quantity} of them and names {line.References.Items.Length}");
            }
        }
    }
}
