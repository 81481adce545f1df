using System.Runtime.CompilerServices;
using MakeDevice.Routing.Caching;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Layers of modules as boards have had them, put in place and renamed, for the next board that has the same module at the same place under
/// the same names: after one module was moved, all the others. Belongs to the library whose packages it serves.
/// </summary>
/// <param name="capacity">Bytes.</param>
internal sealed class PlacedLayers(long capacity)
{
    private readonly BoundedCache<Key, GerberLayer> _known = new(capacity);
    private readonly ConditionalWeakTable<GerberLayer, GerberAttribute[]> _attributes = [];

    public CacheUse Use => _known.Use;

    /// <summary>What <see cref="GerberTransform"/> makes of the layer.</summary>
    /// <param name="rename">Pure: what it makes of the layer's attributes is part of the key.</param>
    public GerberLayer Place(GerberLayer layer, Placement placement, Func<GerberAttribute, GerberAttribute?> rename) => _known.GetOrMake(
        new(layer, placement, Names(layer, rename)),
        () => GerberTransform.Apply(layer, placement, rename),
        placed => placed.Bytes);

    /// <summary>What the layer's attributes are on the board.</summary>
    private EquatableArray<GerberAttribute?> Names(GerberLayer layer, Func<GerberAttribute, GerberAttribute?> rename) =>
        new([.. _attributes.GetValue(layer, Attributes).Select(rename)]);

    /// <summary>The different attributes of a layer's objects, in the order in which it first has them.</summary>
    private static GerberAttribute[] Attributes(GerberLayer layer) =>
        [.. layer.Objects.SelectMany(item => item.Attributes.Items.Items).Distinct()];

    /// <summary>A layer equals only itself: what it consists of is compared by reference.</summary>
    private readonly record struct Key(GerberLayer Layer, Placement Placement, EquatableArray<GerberAttribute?> Names);
}
