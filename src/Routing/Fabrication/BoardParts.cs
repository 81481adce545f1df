using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Modules.Assembly;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// The parts that are mounted on the board: every reference with both a BOM line and a CPL line. What <see cref="ComponentCheck"/> found otherwise
/// has been told of.
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
        var lines = new Dictionary<string, BomLine>(PartReferences.Comparer);
        foreach (var line in module.Package.Bom)
        {
            foreach (var reference in line.References)
            {
                lines.TryAdd(reference, line);
            }
        }

        var positions = new Dictionary<string, CplLine>(PartReferences.Comparer);
        foreach (var line in module.Package.Cpl)
        {
            positions.TryAdd(line.Reference, line);
        }

        foreach (var original in ModuleReferences.Of(module.Package).Mounted)
        {
            var position = positions[original];

            // Both rotations are counter-clockwise and add up. (The predecessor adds half a turn to parts that stood at 90° or 270°, which is the same
            // only where the module is turned by a right angle.)
            yield return new(
                references.Of(module.Index, original),
                lines[original],
                position,
                module.Instance.Placement.Apply(position.At),
                PartRotations.Turned(position.Rotation, module.Instance.Placement.Degrees))
            {
                Module = module.Package.Key,
            };
        }
    }
}

/// <param name="Reference">Unique on the board.</param>
/// <param name="At">In board coordinates.</param>
/// <param name="Rotation">Degrees counter-clockwise, 0 up to but not 360.</param>
internal sealed record BoardPart(string Reference, BomLine Line, CplLine Position, Point At, double Rotation)
{
    /// <summary>The package that brings it.</summary>
    public required ModuleKey Module { get; init; }
}
