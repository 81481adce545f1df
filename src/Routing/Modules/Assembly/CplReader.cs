using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>Reads a module's pick-and-place list as tools, fabs and spreadsheets write it.</summary>
internal static class CplReader
{
    private const string Top = "top";

    /// <summary>Positions in any unit, rotation in degrees, side as top or bottom.</summary>
    /// <exception cref="CsvException">The table is malformed, lacks reference or position, or a number is no number within limits.</exception>
    public static ComponentList<CplLine> Read(ReadOnlySpan<byte> content) =>
        ComponentTable.Read(content, ComponentField.Reference, ComponentField.X, ComponentField.Y) is { } table ? new Reading(table).ToList() : ComponentList<CplLine>.Empty;

    private sealed class Reading(ComponentTable table)
    {
        private readonly double _unitX = table.UnitOf(ComponentField.X);
        private readonly double _unitY = table.UnitOf(ComponentField.Y);
        private readonly List<ComponentNote> _notes = [.. ComponentNotes.Of(table, ComponentField.Rotation, ComponentField.Side)];

        public ComponentList<CplLine> ToList()
        {
            var lines = ImmutableArray.CreateBuilder<CplLine>(table.Rows.Count);
            var notFitted = new List<string>();
            foreach (var row in table.Rows)
            {
                var reference = table.Cell(row, ComponentField.Reference);
                if (reference.Length == 0)
                {
                    _notes.Add(ComponentNotes.WithoutReference(row));
                }
                else if (NotFitted.Is(table, row))
                {
                    notFitted.Add(reference);
                }
                else
                {
                    lines.Add(Line(row, reference));
                    TellDoubt(row, reference);
                }
            }

            return new(lines.ToImmutable(), [.. notFitted], [.. _notes]);
        }

        private void TellDoubt(CsvRow row, string reference)
        {
            if (NotFitted.Doubt(table, row) is { } doubt)
            {
                _notes.Add(new(ComponentNote.InDoubt, doubt, row.Line, [reference]));
            }
        }

        private CplLine Line(CsvRow row, string reference) => new(
            reference,
            table.Cell(row, ComponentField.Value),
            table.Cell(row, ComponentField.Package),
            Point.FromMillimetres(
                ComponentCell.Position(table.Cell(row, ComponentField.X), _unitX, row.Line), ComponentCell.Position(table.Cell(row, ComponentField.Y), _unitY, row.Line)),
            Rotation(row, reference),
            Side(row, reference));

        private double Rotation(CsvRow row, string reference)
        {
            var cell = table.Cell(row, ComponentField.Rotation);
            if (cell.Length > 0)
            {
                return ComponentCell.Rotation(cell, row.Line);
            }

            Doubt(ComponentField.Rotation, row, reference, "the CPL gives no rotation; 0 is taken");
            return 0;
        }

        private string Side(CsvRow row, string reference)
        {
            var cell = table.Cell(row, ComponentField.Side);
            if (cell.Length == 0)
            {
                Doubt(ComponentField.Side, row, reference, "the CPL gives no side; the top is taken");
                return Top;
            }

            return ComponentCell.Side(cell) ?? throw new CsvException(row.Line, $"'{cell}' is no side of a board");
        }

        /// <summary>A missing column is told once, not for every part.</summary>
        private void Doubt(ComponentField field, CsvRow row, string reference, string reason)
        {
            if (table.Has(field))
            {
                _notes.Add(new(ComponentNote.InDoubt, reason, row.Line, [reference]));
            }
        }
    }
}
