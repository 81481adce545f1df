using System.Collections.Immutable;

namespace MakeDevice.Routing.Gerber;

/// <summary>Joins layers into one. Equal apertures become one when the layer is written.</summary>
internal static class GerberMerge
{
    /// <summary>
    /// All objects in the order of the layers, each with its own polarity and attributes. A clear object clears what stands
    /// before it, also of another layer: so what must not be cleared comes last.
    /// </summary>
    /// <param name="fileAttributes">Of the new file; those of the layers (their creation dates, their names) are not carried over.</param>
    public static GerberLayer Merge(IEnumerable<GerberLayer> layers, ImmutableArray<GerberAttribute> fileAttributes)
    {
        var sources = layers as IReadOnlyCollection<GerberLayer> ?? [.. layers];
        var objects = ImmutableArray.CreateBuilder<GraphicObject>(sources.Sum(layer => layer.Objects.Length));
        foreach (var layer in sources)
        {
            objects.AddRange(layer.Objects);
        }

        return new(fileAttributes, objects.MoveToImmutable());
    }
}
