using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// The parts that are mounted on the board. Only a reference with both a BOM line and a CPL line is one: the predecessor's rule, which the
/// modules rely on. Where a module lists a reference twice, its first line counts.
/// </summary>
internal static class BoardParts
{
    /// <summary>All parts in module order and, within a module, in the order of its own references.</summary>
    public static ImmutableArray<BoardPart> Of(PlacedBoard board)
    {
        var references = BoardNaming.Of(board).References;
        return [.. board.Modules.SelectMany(module => Of(module, references))];
    }

    private static IEnumerable<BoardPart> Of(PlacedModule module, ReferenceMap references)
    {
        var lines = new Dictionary<string, BomLine>(StringComparer.Ordinal);
        foreach (var line in module.Package.Bom)
        {
            foreach (var reference in line.References)
            {
                lines.TryAdd(reference, line);
            }
        }

        var positions = new Dictionary<string, CplLine>(StringComparer.Ordinal);
        foreach (var line in module.Package.Cpl)
        {
            positions.TryAdd(line.Reference, line);
        }

        foreach (var original in ModuleReferences.Of(module.Package).Mounted)
        {
            var position = positions[original];
            yield return new(
                references.Of(module.Index, original),
                lines[original],
                position,
                module.Instance.Placement.Apply(position.At),
                Turned(position.Rotation, module.Instance.Placement.Degrees));
        }
    }

    /// <summary>
    /// The part's rotation and the module's, both counter-clockwise, add up. (The predecessor adds half a turn to parts that stood at 90° or
    /// 270°, which is the same only where the module is turned by a right angle.)
    /// </summary>
    private static double Turned(double rotation, double degrees)
    {
        var turned = Math.Round((rotation + degrees) % 360, 6);
        return turned < 0 ? turned + 360 : turned + 0.0;
    }
}

/// <param name="Reference">Unique on the board.</param>
/// <param name="At">In board coordinates.</param>
/// <param name="Rotation">Degrees counter-clockwise, 0 up to but not 360.</param>
internal sealed record BoardPart(string Reference, BomLine Line, CplLine Position, Point At, double Rotation);
