using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Reads <c>pcbOptions.outline</c>: nodes <c>{x, y, r?, bulgeAfter?}</c> in millimetres, y down, in the frame of the modules' positions; closed from the
/// last to the first. A last node that repeats the first one is the same outline.
/// </summary>
internal static class OutlineReader
{
    public const int MinNodes = 3, MaxNodes = 1000;

    /// <summary>Of a node from the project's origin, and of a fillet; millimetres.</summary>
    private const double MaxPosition = 1000, MaxRadius = 500;

    /// <summary>A fillet smaller by this is the one that was asked for; nanometres.</summary>
    private const double Negligible = 1_000;

    /// <summary>An arc of 348°: beyond it is hardly told from a full circle.</summary>
    private const double MaxBulge = 20;

    /// <returns>
    /// The outline, with a note <c>OUTLINE_FILLET_REDUCED node= askedMm= usedMm= count=</c> where fillets do not fit; or null and an issue <c>OUTLINE_…</c> where the nodes make
    /// none. Malformed nodes are noted in the JSON's own list of problems.
    /// </returns>
    public static (FreeOutline? Outline, Issue? Issue) Read(CheckedJson list)
    {
        if (list.Count > MaxNodes)
        {
            return (null, new("OUTLINE_TOO_MANY_NODES", Text($"nodes={list.Count} max={MaxNodes}")));
        }

        var before = list.ProblemCount;
        var nodes = list.RequiredItems(MaxNodes).Where(item => item.IsObject()).Select(ReadNode).ToList();
        return list.ProblemCount > before ? (null, null) : Build(nodes);
    }

    private static (FreeOutline? Outline, Issue? Issue) Build(List<OutlineNode> nodes)
    {
        if (nodes.Count > 1 && nodes[^1].At == nodes[0].At)
        {
            nodes.RemoveAt(nodes.Count - 1);
        }

        if (nodes.Count < MinNodes)
        {
            return (null, new("OUTLINE_TOO_FEW_NODES", Text($"nodes={nodes.Count} min={MinNodes}")));
        }

        var repeated = Enumerable.Range(0, nodes.Count).FirstOrDefault(i => nodes[i].At == nodes[(i + 1) % nodes.Count].At, -1);
        if (repeated >= 0)
        {
            return (null, new("OUTLINE_NODE_REPEATED", Text($"node={repeated} error=the node after it stands at the same place")));
        }

        var (contour, owners) = OutlineBuilder.Build(nodes);
        return OutlineCheck.Check(contour, owners) is { } fault ? (null, fault) : (new(contour), ReducedFillets(nodes));
    }

    private static Issue? ReducedFillets(List<OutlineNode> nodes)
    {
        var reduced = OutlineBuilder.LargestRadii(nodes).Select((largest, i) => (Node: i, Asked: nodes[i].Radius, Used: largest))
            .Where(fillet => fillet.Asked > fillet.Used + Negligible).ToList();
        return reduced.Count == 0 ? null : new("OUTLINE_FILLET_REDUCED", string.Create(
            CultureInfo.InvariantCulture, $"node={reduced[0].Node} askedMm={IssueText.Millimetres(reduced[0].Asked)} usedMm={IssueText.Millimetres(reduced[0].Used)} count={reduced.Count}"));
    }

    private static OutlineNode ReadNode(CheckedJson node)
    {
        var x = node.RequiredNumber("x", -MaxPosition, MaxPosition);
        var y = node.RequiredNumber("y", -MaxPosition, MaxPosition);
        var radius = node.OptionalNumber("r", 0, MaxRadius) ?? 0;
        var bulge = node.OptionalNumber("bulgeAfter", -MaxBulge, MaxBulge) ?? 0;

        // Mirroring at the x axis turns arcs the other way round.
        return new(Point.FromMillimetres(x, -y), radius * Units.Millimetre, -bulge);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
