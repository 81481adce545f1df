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
    private readonly LayerPicture _frontMask;
    private readonly LayerPicture _backMask;
    private readonly List<NetlistPoint> _points = [];

    private NetlistPoints(GerberLayer frontMask, GerberLayer backMask) => (_frontMask, _backMask) = (new(frontMask), new(backMask));

    /// <returns>Ordered by net, component, pin and place.</returns>
    public static ImmutableArray<NetlistPoint> Of(FinalCopper copper, GerberLayer frontMask, GerberLayer backMask)
    {
        var found = new NetlistPoints(frontMask, backMask);
        var holes = copper.Plated.Hits.OfType<DrillHole>().ToDictionary(hole => hole.At, hole => hole.Diameter);
        foreach (var slot in copper.Plated.Hits.OfType<DrillSlot>())
        {
            holes.TryAdd(Box.Around(slot.From, slot.To).Center, slot.Diameter);
        }

        var front = Flashes(copper.Front);
        var back = Flashes(copper.Back);
        found.AddPads(front, holes, side: 1);
        found.AddPads(back, holes, side: 2);
        found.AddVias(holes, [.. front, .. back]);
        return [.. found._points.OrderBy(p => p.Net, StringComparer.Ordinal).ThenBy(p => p.Component, StringComparer.Ordinal)
            .ThenBy(p => p.Pin, StringComparer.Ordinal).ThenBy(p => p.Side).ThenBy(p => p.At.X).ThenBy(p => p.At.Y)];
    }

    private static List<(Flash Flash, Box Bounds)> Flashes(GerberLayer layer)
    {
        var bounds = new Dictionary<int, Box>();
        foreach (var plotted in LayerPlot.Plot(layer))
        {
            if (plotted.Polarity == Polarity.Dark && layer.Objects[plotted.ObjectIndex] is Flash)
            {
                bounds[plotted.ObjectIndex] = bounds.GetValueOrDefault(plotted.ObjectIndex, Box.Empty).Union(plotted.Shape.Bounds);
            }
        }

        return [.. bounds.Select(pair => ((Flash)layer.Objects[pair.Key], pair.Value))];
    }

    private void AddPads(List<(Flash Flash, Box Bounds)> flashes, Dictionary<Point, long> holes, int side)
    {
        foreach (var (flash, bounds) in flashes)
        {
            if (flash.Attributes.Items.Items.FirstOrDefault(item => item.Name == ".P") is not { Values.Length: > 0 } pin)
            {
                continue;
            }

            var hole = holes.GetValueOrDefault(flash.At);
            if (hole > 0 && side == 2)
            {
                // The front's pad of the same hole stands for both.
                continue;
            }

            _points.Add(new(
                flash.Attributes.Value(".N") ?? "", pin.Values[0], pin.Values.Length > 1 ? pin.Values[1] : "", hole > 0 ? 0 : side, flash.At,
                SizeOf(flash, bounds), hole, Masked(flash.At, hole > 0 ? 3 : side)));
        }
    }

    private void AddVias(Dictionary<Point, long> holes, List<(Flash Flash, Box Bounds)> flashes)
    {
        foreach (var place in flashes.GroupBy(pad => pad.Flash.At))
        {
            if (holes.TryGetValue(place.Key, out var hole) && place.All(pad => pad.Flash.Attributes.Value(".P") is null))
            {
                var (flash, bounds) = place.First();
                _points.Add(new(flash.Attributes.Value(".N") ?? "", "VIA", "", 0, flash.At, SizeOf(flash, bounds), hole, Masked(flash.At, 3)));
            }
        }
    }

    private static (long Width, long Height) SizeOf(Flash flash, Box bounds) =>
        (bounds.Width, flash.Aperture is CircleAperture ? 0 : bounds.Height);

    /// <param name="sides">Bit 1: the front is looked at, bit 2: the back.</param>
    private int Masked(Point at, int sides) =>
        ((sides & 1) != 0 && !_frontMask.IsDark(at) ? 1 : 0) | ((sides & 2) != 0 && !_backMask.IsDark(at) ? 2 : 0);
}
