using System.Collections.Immutable;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>Notes that both component files have in common.</summary>
internal static class ComponentNotes
{
    /// <summary>Of the table as a whole: lines before the header, columns nobody reads, columns that are not there.</summary>
    public static IEnumerable<ComponentNote> Of(ComponentTable table, params ImmutableArray<ComponentField> wanted)
    {
        if (table.Before.Count > 0)
        {
            yield return new(ComponentNote.RowIgnored, table.Before.Count == 1 ? "stands before the header" : $"to line {table.Before[^1].Line} stand before the header", table.Before[0].Line);
        }

        var unused = table.Unused.ToList();
        if (unused.Count > 0)
        {
            yield return new(ComponentNote.ColumnsUnused, string.Join(", ", unused));
        }

        foreach (var field in wanted.Where(field => !table.Has(field)))
        {
            yield return new(ComponentNote.ColumnMissing, $"no column for {ComponentTable.Spoken(field)}", table.HeaderLine);
        }
    }

    /// <summary>A row without a reference.</summary>
    public static ComponentNote WithoutReference(CsvRow row) =>
        new(ComponentNote.RowIgnored, $"has no reference: {string.Join(' ', row.Fields.Where(field => !string.IsNullOrWhiteSpace(field)).Select(field => field.Trim()))}", row.Line);
}
