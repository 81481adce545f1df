using System.Collections.Immutable;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>
/// Puts a module's BOM and CPL side by side. Only a reference with a line in both is mounted (the predecessor's rule, which the modules rely on), so
/// what only one of them has is told; where either says that a part is not mounted, it leaves both; of two lines for one reference the first counts.
/// </summary>
internal static class ComponentCheck
{
    /// <summary>The lines of parts that may be mounted, references spelled as in the BOM, and everything that is to be told of either.</summary>
    public static (ImmutableArray<BomLine> Bom, ImmutableArray<CplLine> Cpl, ImmutableArray<ComponentNote> Notes) Of(ComponentList<BomLine> bom, ComponentList<CplLine> cpl)
    {
        var left = bom.NotFitted.Concat(cpl.NotFitted).ToHashSet(PartReferences.Comparer);
        var notes = bom.Notes.AddRange(cpl.Notes.Where(note => !bom.Notes.Any(told => IsSame(told, note)))).ToBuilder();
        Tell(notes, ComponentNote.NotFitted, "say the module's files", left);

        var spelling = new Dictionary<string, string>(PartReferences.Comparer);
        var twice = new List<string>();
        var lines = ImmutableArray.CreateBuilder<BomLine>(bom.Lines.Length);
        foreach (var line in bom.Lines)
        {
            ImmutableArray<string> mounted = [.. line.References.Items.Where(reference => !left.Contains(reference) && Take(reference, spelling, twice))];
            if (!mounted.IsEmpty)
            {
                lines.Add(line with { References = new(mounted) });
            }
        }

        Tell(notes, ComponentNote.InDoubt, "listed more than once in the BOM; the first line counts", twice);
        var positions = Positions(cpl, left, spelling, notes);
        var placed = positions.Select(line => line.Reference).ToHashSet(PartReferences.Comparer);
        Tell(notes, ComponentNote.WithoutPosition, "in the BOM, but not in the CPL", spelling.Keys.Where(reference => !placed.Contains(reference)));
        Tell(notes, ComponentNote.WithoutBomLine, "in the CPL, but not in the BOM", placed.Where(reference => !spelling.ContainsKey(reference)));
        Tell(notes, ComponentNote.WithoutNumber, "the BOM gives no part number", lines.Where(line => line.LcscPart.Length == 0).SelectMany(line => line.References.Items).Where(placed.Contains));
        Tell(notes, ComponentNote.InDoubt, "BOM and CPL give different values", Different(lines, positions));
        return (lines.ToImmutable(), positions, notes.ToImmutable());
    }

    /// <summary>True for a doubt that both files raise about one part.</summary>
    private static bool IsSame(ComponentNote told, ComponentNote note) =>
        told.Code == note.Code && told.Reason == note.Reason && !note.References.IsDefaultOrEmpty && note.References.All(reference => told.References.Contains(reference, PartReferences.Comparer));

    private static ImmutableArray<CplLine> Positions(
        ComponentList<CplLine> cpl, HashSet<string> left, Dictionary<string, string> spelling, ImmutableArray<ComponentNote>.Builder notes)
    {
        var positions = ImmutableArray.CreateBuilder<CplLine>(cpl.Lines.Length);
        var seen = new Dictionary<string, string>(PartReferences.Comparer);
        var twice = new List<string>();
        var otherCase = new List<string>();
        foreach (var line in cpl.Lines.Where(line => !left.Contains(line.Reference) && Take(line.Reference, seen, twice)))
        {
            var reference = spelling.GetValueOrDefault(line.Reference, line.Reference);
            otherCase.AddRange(reference == line.Reference ? [] : [line.Reference]);
            positions.Add(line with { Reference = reference });
        }

        Tell(notes, ComponentNote.InDoubt, "listed more than once in the CPL; the first line counts", twice);
        Tell(notes, ComponentNote.InDoubt, "written with other letters, small or capital, in the BOM; taken for the same part", otherCase);
        return positions.ToImmutable();
    }

    private static bool Take(string reference, Dictionary<string, string> seen, List<string> twice)
    {
        if (seen.TryAdd(reference, reference))
        {
            return true;
        }

        twice.Add(reference);
        return false;
    }

    private static IEnumerable<string> Different(IEnumerable<BomLine> lines, ImmutableArray<CplLine> positions)
    {
        var values = positions.ToDictionary(line => line.Reference, line => line.Value, PartReferences.Comparer);
        return from line in lines
               from reference in line.References.Items
               let other = values.GetValueOrDefault(reference, "")
               where line.Value.Length > 0 && other.Length > 0 && !PartValue.AreSame(line.Value, other)
               select reference;
    }

    private static void Tell(ImmutableArray<ComponentNote>.Builder notes, string code, string reason, IEnumerable<string> references)
    {
        ImmutableArray<string> named = [.. references.Distinct(PartReferences.Comparer)];
        if (!named.IsEmpty)
        {
            notes.Add(new(code, reason, 0, named));
        }
    }
}
