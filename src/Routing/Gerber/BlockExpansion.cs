using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Replaces the flash of a block aperture by the block's objects (specification 4.6); where the flash is clear, each object's
/// polarity is toggled.
/// </summary>
internal static class BlockExpansion
{
    public static IEnumerable<GraphicObject> Expand(Flash flash)
    {
        if (flash.Aperture is not BlockAperture block)
        {
            return [flash];
        }

        var transform = new ObjectTransform(new(false, 0, 1, flash.At), own => Join(own, flash.Attributes));
        var objects = ImmutableArray.CreateBuilder<GraphicObject>(block.Objects.Count);
        foreach (var item in block.Objects)
        {
            transform.Apply(item, objects);
        }

        return objects
            .Select(item => flash.Polarity == Polarity.Clear ? Toggle(item) : item)
            .SelectMany(item => item is Flash inner ? Expand(inner) : [item]);
    }

    private static GraphicObject Toggle(GraphicObject item) =>
        item with { Polarity = item.Polarity == Polarity.Dark ? Polarity.Clear : Polarity.Dark };

    /// <summary>An object's own attributes and, of those that it lacks, the flash's.</summary>
    private static AttributeSet Join(AttributeSet own, AttributeSet flash)
    {
        if (flash.Items.Count == 0)
        {
            return own;
        }

        var added = flash.Items.Items.Where(item => own.Value(item.Name) is null);
        return new(new EquatableArray<GerberAttribute>([.. own.Items.Items.Concat(added).OrderBy(item => item.Name, StringComparer.Ordinal)]));
    }
}
