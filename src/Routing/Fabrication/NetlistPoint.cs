using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Fabrication;

/// <summary>A place where a bare-board tester may touch a net.</summary>
/// <param name="Component">Reference, or <c>VIA</c>.</param>
/// <param name="Side">0 where both sides give access, 1 front, 2 back.</param>
/// <param name="Size">Width and height of the pad, nanometres; a round pad has no height.</param>
/// <param name="Hole">Diameter of the plated hole; 0 for a surface pad.</param>
/// <param name="Masked">Bit 1: solder mask covers it on the front, bit 2: on the back.</param>
internal readonly record struct NetlistPoint(
    string Net, string Component, string Pin, int Side, Point At, (long Width, long Height) Size, long Hole, int Masked);

/// <summary>Finds the test points in the final copper: pads by their .P attribute, vias by their plated holes.</summary>
internal sealed class NetlistPoints
{
    private readonly LayerPicture? _frontMask, _backMask;
    private readonly Dictionary<Point, long> _holes = [];
    private readonly Dictionary<Aperture, (long Width, long Height)> _sizes = new(ReferenceEqualityComparer.Instance);
    private readonly List<NetlistPoint> _points = [];

    private NetlistPoints(FinalCopper copper, GerberLayer frontMask, GerberLayer backMask)
    {
        (_frontMask, _backMask) = (LayerPicture.TryOf(frontMask), LayerPicture.TryOf(backMask));
        foreach (var hit in copper.Plated.Hits)
        {
            _holes.TryAdd(hit is DrillSlot slot ? Box.Around(slot.From, slot.To).Center : ((DrillHole)hit).At, hit.Diameter);
        }
    }

    /// <returns>Ordered by net, component, pin and place.</returns>
    public static ImmutableArray<NetlistPoint> Of(FinalCopper copper, GerberLayer frontMask, GerberLayer backMask)
    {
        var found = new NetlistPoints(copper, frontMask, backMask);
        found.AddPads(copper.Front, side: 1);
        found.AddPads(copper.Back, side: 2);
        found.AddVias(copper);
        found._points.Sort(Compare);
        return [.. found._points];
    }

    private void AddPads(GerberLayer layer, int side)
    {
        foreach (var flash in layer.Objects.OfType<Flash>())
        {
            var hole = _holes.GetValueOrDefault(flash.At);
            if (flash.Polarity == Polarity.Clear || PinOf(flash) is not { } pin || (hole > 0 && side == 2))
            {
                // The front's pad of a hole stands for both.
                continue;
            }

            _points.Add(new(
                flash.Attributes.Value(".N") ?? "", pin.Values[0], pin.Values.Length > 1 ? pin.Values[1] : "", hole > 0 ? 0 : side, flash.At,
                SizeOf(flash.Aperture), hole, Masked(flash.At, hole > 0 ? 3 : side)));
        }
    }

    /// <summary>A plated hole whose pads are no pins.</summary>
    private void AddVias(FinalCopper copper)
    {
        var pads = copper.Front.Objects.Concat(copper.Back.Objects).OfType<Flash>()
            .Where(flash => flash.Polarity == Polarity.Dark && _holes.ContainsKey(flash.At)).GroupBy(flash => flash.At);
        foreach (var place in pads)
        {
            if (place.All(pad => PinOf(pad) is null))
            {
                var pad = place.First();
                _points.Add(new(
                    pad.Attributes.Value(".N") ?? "", "VIA", "", 0, pad.At, SizeOf(pad.Aperture), _holes[pad.At], Masked(pad.At, 3)));
            }
        }
    }

    /// <summary>The pin (.P) that a pad is; null for none.</summary>
    public static GerberAttribute? PinOf(Flash flash)
    {
        foreach (var attribute in flash.Attributes.Items)
        {
            if (attribute.Name == ".P" && attribute.Values.Length > 0)
            {
                return attribute;
            }
        }

        return null;
    }

    private (long Width, long Height) SizeOf(Aperture aperture)
    {
        if (!_sizes.TryGetValue(aperture, out var size))
        {
            var bounds = Box.Empty;
            foreach (var plotted in LayerPlot.Plot(new([], [new Flash(default, aperture, Polarity.Dark, AttributeSet.None)])))
            {
                bounds = bounds.Union(plotted.Shape.Bounds);
            }

            _sizes[aperture] = size = bounds.IsEmpty ? default : (bounds.Width, aperture is CircleAperture ? 0 : bounds.Height);
        }

        return size;
    }

    /// <param name="sides">Bit 1: the front is looked at, bit 2: the back.</param>
    private int Masked(Point at, int sides) =>
        ((sides & 1) != 0 && _frontMask?.IsDark(at) == false ? 1 : 0) | ((sides & 2) != 0 && _backMask?.IsDark(at) == false ? 2 : 0);

    private static int Compare(NetlistPoint a, NetlistPoint b)
    {
        var order = string.CompareOrdinal(a.Net, b.Net);
        order = order != 0 ? order : string.CompareOrdinal(a.Component, b.Component);
        order = order != 0 ? order : string.CompareOrdinal(a.Pin, b.Pin);
        return order != 0 ? order : (a.Side, a.At.X, a.At.Y, a.Hole, a.Size).CompareTo((b.Side, b.At.X, b.At.Y, b.Hole, b.Size));
    }
}
