using System.Collections.Immutable;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>What a BOM or CPL lists.</summary>
/// <param name="Lines">Parts that are mounted.</param>
/// <param name="NotFitted">References of parts that the file says are not mounted.</param>
/// <param name="Notes">What was left out or is in doubt.</param>
internal sealed record ComponentList<T>(ImmutableArray<T> Lines, ImmutableArray<string> NotFitted, ImmutableArray<ComponentNote> Notes)
{
    public static readonly ComponentList<T> Empty = new([], [], []);

    /// <summary>The same, its notes on that file.</summary>
    public ComponentList<T> In(string file) => this with { Notes = [.. Notes.Select(note => note with { File = file })] };

    public ComponentList<T> And(ComponentList<T> other) => new([.. Lines, .. other.Lines], [.. NotFitted, .. other.NotFitted], [.. Notes, .. other.Notes]);
}

/// <summary>Something to tell of a BOM, a CPL or both.</summary>
/// <param name="Code">Of the issue.</param>
/// <param name="Reason">A sentence's end: what is so.</param>
/// <param name="Line">From 1; 0 where the whole file is meant.</param>
/// <param name="References">The parts that it concerns; empty where the whole file is meant.</param>
/// <param name="File">Path in the package; empty where it concerns more than one.</param>
internal sealed record ComponentNote(string Code, string Reason, int Line = 0, ImmutableArray<string> References = default, string File = "")
{
    public const string RowIgnored = "PART_ROW_IGNORED";
    public const string ColumnsUnused = "PART_COLUMNS_UNUSED";
    public const string ColumnMissing = "PART_COLUMN_MISSING";
    public const string InDoubt = "PART_IN_DOUBT";
    public const string NotFitted = "PART_NOT_FITTED";
    public const string WithoutPosition = "PART_WITHOUT_POSITION";
    public const string WithoutBomLine = "PART_WITHOUT_BOM_LINE";
    public const string WithoutNumber = "PART_WITHOUT_NUMBER";
}
