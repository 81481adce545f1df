using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// Decodes a GerberSockets layer (DESIGN 3.3). A socket is a set of circles about one point, drawn with length zero or flashed: one of
/// 0.00999 mm says that this is a socket, and the diameters 0.iiccc mm spell its name, ii being the place from 01 and ccc the ASCII code.
/// Zones are rectangles: <see cref="ZoneOutlines"/>.
/// </summary>
internal static class GerberSocketsReader
{
    private const long Identifier = 9_990;
    private const long Unit = 10;
    private const long PlaceUnit = 10_000;
    private const int LastPlace = 99;

    /// <summary>How far a diameter may be off, nanometres: less than half a unit of the code.</summary>
    private const long Tolerance = 4;

    /// <summary>A decoded name and its point, in the order in which the file first touches the points.</summary>
    public sealed record Mark(string Name, Point At);

    /// <returns>The sockets, the zones, and what is wrong with either; sockets with a flawed name are left out.</returns>
    public static (ImmutableArray<Mark> Sockets, ImmutableArray<Box> Zones, ImmutableArray<string> Problems) Read(GerberLayer layer)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var sockets = ImmutableArray.CreateBuilder<Mark>();
        foreach (var (at, diameters) in CirclesByPoint(layer))
        {
            if (IsSocket(diameters))
            {
                var (name, flaw) = Spell(diameters);
                if (flaw is null)
                {
                    sockets.Add(new(name, at));
                }
                else
                {
                    problems.Add(string.Create(CultureInfo.InvariantCulture,
                        $"socket at {Units.ToMillimetres(at.X)},{Units.ToMillimetres(at.Y)} mm: {flaw}"));
                }
            }
        }

        var zones = ZoneOutlines.Find(layer, problems);
        return (sockets.ToImmutable(), zones, problems.ToImmutable());
    }

    private static List<(Point At, List<long> Diameters)> CirclesByPoint(GerberLayer layer)
    {
        var order = new List<(Point At, List<long> Diameters)>();
        var byPoint = new Dictionary<Point, List<long>>();
        foreach (var item in layer.Objects)
        {
            var (at, aperture) = item switch
            {
                Flash flash => (flash.At, flash.Aperture),
                Line line when line.From == line.To => (line.From, line.Aperture),
                _ => (default, null),
            };
            if (aperture is not CircleAperture circle)
            {
                continue;
            }

            if (!byPoint.TryGetValue(at, out var diameters))
            {
                byPoint.Add(at, diameters = []);
                order.Add((at, diameters));
            }

            diameters.Add(circle.Diameter);
        }

        return order;
    }

    private static bool IsSocket(List<long> diameters) => diameters.Exists(d => Math.Abs(d - Identifier) <= Tolerance);

    /// <summary>The name that the circles spell, or what is wrong with them. The same circle drawn twice says nothing new.</summary>
    private static (string Name, string? Flaw) Spell(List<long> diameters)
    {
        var letters = new char[LastPlace + 1];
        foreach (var diameter in diameters.Where(d => Math.Abs(d - Identifier) > Tolerance))
        {
            var code = (diameter + Unit / 2) / Unit;
            var (place, ascii) = ((int)(code * Unit / PlaceUnit), (int)(code % (PlaceUnit / Unit)));
            if (Math.Abs(code * Unit - diameter) > Tolerance || place is < 1 or > LastPlace || ascii is <= ' ' or > '~')
            {
                return ("", string.Create(CultureInfo.InvariantCulture, $"a circle of {diameter / 1e6} mm is no printable character"));
            }

            if (letters[place] != default && letters[place] != ascii)
            {
                return ("", string.Create(CultureInfo.InvariantCulture, $"character {place} is given twice"));
            }

            letters[place] = (char)ascii;
        }

        var length = Array.FindLastIndex(letters, letter => letter != default);
        var gap = Array.IndexOf(letters, default, 1);
        return length < 0 ? ("", "it has no name")
            : gap > 0 && gap < length ? ("", string.Create(CultureInfo.InvariantCulture, $"character {gap} of its name is missing"))
            : (new string(letters, 1, length), null);
    }
}
