using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>Moves and turns layers. Right angles lose nothing; at other angles positions round to the nearest nanometre.</summary>
internal static class GerberTransform
{
    /// <summary>The layer placed on a board; file attributes are kept.</summary>
    /// <param name="rename">
    /// Maps each object attribute (for instance to give the nets of a module's instance their own names); null drops it.
    /// Where it is left out, attributes stay as they are.
    /// </param>
    public static GerberLayer Apply(GerberLayer layer, Placement placement, Func<GerberAttribute, GerberAttribute?>? rename = null) =>
        Apply(layer, Similarity.Of(placement), rename);

    public static GerberLayer Apply(GerberLayer layer, in Similarity similarity, Func<GerberAttribute, GerberAttribute?>? rename = null)
    {
        var transform = new ObjectTransform(similarity, rename is null ? KeepAttributes : attributes => Rename(attributes, rename));
        var objects = ImmutableArray.CreateBuilder<GraphicObject>(layer.Objects.Length);
        foreach (var item in layer.Objects)
        {
            transform.Apply(item, objects);
        }

        return layer with { Objects = objects.DrainToImmutable() };
    }

    private static AttributeSet KeepAttributes(AttributeSet attributes) => attributes;

    private static AttributeSet Rename(AttributeSet attributes, Func<GerberAttribute, GerberAttribute?> rename)
    {
        var renamed = ImmutableArray.CreateBuilder<GerberAttribute>(attributes.Items.Count);
        foreach (var attribute in attributes.Items)
        {
            if (rename(attribute) is { } kept)
            {
                renamed.Add(kept);
            }
        }

        return renamed.Count == 0 ? AttributeSet.None : new(new EquatableArray<GerberAttribute>(renamed.DrainToImmutable()));
    }
}
