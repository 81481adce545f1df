using System.Collections.Immutable;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// One Gerber X2 layer, normalised: coordinates in nanometres, macros evaluated, step-and-repeat expanded,
/// LM/LR/LS applied to the apertures, single-quadrant arcs resolved to a centre.
/// </summary>
/// <param name="FileAttributes">%TF attributes in file order, for instance <c>.FileFunction</c>.</param>
/// <param name="Objects">Graphic objects in drawing order; order matters where polarity changes.</param>
internal sealed record GerberLayer(ImmutableArray<GerberAttribute> FileAttributes, ImmutableArray<GraphicObject> Objects)
{
    public static readonly GerberLayer Empty = new([], []);

    /// <summary>Memory that the layer takes, about, for who keeps it: objects with their share of apertures and attributes, and the corners of regions.</summary>
    public long Bytes
    {
        get
        {
            const int Object = 200, Segment = 48;
            var bytes = 0L;
            foreach (var item in Objects)
            {
                bytes += Object;
                foreach (var contour in item is Region region ? region.Contours.Items : [])
                {
                    bytes += contour.Segments.Count * Segment;
                }
            }

            return bytes;
        }
    }
}

/// <summary>An X2 attribute: its name (with the leading dot of standard ones) and its values.</summary>
internal sealed record GerberAttribute(string Name, ImmutableArray<string> Values)
{
    public GerberAttribute(string name, params string[] values)
        : this(name, ImmutableArray.Create(values))
    {
    }

    public bool Equals(GerberAttribute? other) => other is not null && Name == other.Name && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Name, StringComparer.Ordinal);
        foreach (var value in Values)
        {
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
