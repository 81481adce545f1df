using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// Decodes a GerberSockets layer (docs/modules.md). A socket is a set of circles about one point, drawn with length zero or flashed: one of
/// 0.00999 mm says that this is a socket, and the diameters 0.iiccc mm spell its name, ii being the place from 01 and ccc the ASCII code.
/// Circles of other diameters at that point, as a crosshair or an older socket has them, say nothing. Zones are rectangles: <see cref="ZoneOutlines"/>.
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

    /// <summary>What a layer says.</summary>
    /// <param name="Problems">What makes the layer unusable; sockets with a flawed name are left out.</param>
    /// <param name="Hints">What was ignored or is odd, for who draws the module.</param>
    public sealed record Decoded(
        ImmutableArray<Mark> Sockets, ImmutableArray<Box> Zones, ImmutableArray<string> Problems, ImmutableArray<string> Hints);

    public static Decoded Read(GerberLayer layer)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var hints = ImmutableArray.CreateBuilder<string>();
        var sockets = ImmutableArray.CreateBuilder<Mark>();
        var circles = SocketCircles.In(layer);
        foreach (var (at, diameters) in circles.Where(group => group.Diameters.Exists(IsIdentifier)))
        {
            var name = Spell(diameters, text => problems.Add(Socket(at, text)), text => hints.Add(Socket(at, text)));
            if (name is not null)
            {
                sockets.Add(new(name, at));
            }
        }

        SocketHints.OfLayer(sockets, circles.Where(group => !group.Diameters.Exists(IsIdentifier)), hints);
        var zones = ZoneOutlines.Find(layer, problems);
        return new(sockets.ToImmutable(), zones, problems.ToImmutable(), hints.ToImmutable());
    }

    public static bool IsIdentifier(long diameter) => Math.Abs(diameter - Identifier) <= Tolerance;

    public static string Socket(Point at, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"socket at {Units.ToMillimetres(at.X)},{Units.ToMillimetres(at.Y)} mm: {text}");

    /// <summary>The name that the circles spell; null where they spell none. The same circle drawn twice says nothing new.</summary>
    private static string? Spell(List<long> diameters, Action<string> problem, Action<string> hint)
    {
        var letters = new char[LastPlace + 1];
        foreach (var diameter in diameters.Where(d => !IsIdentifier(d)))
        {
            if (Decode(diameter) is not var (place, letter))
            {
                hint(string.Create(CultureInfo.InvariantCulture, $"a circle of {diameter / 1e6} mm spells no character and is ignored"));
                continue;
            }

            if (letters[place] != default && letters[place] != letter)
            {
                problem(string.Create(CultureInfo.InvariantCulture, $"character {place} is given twice"));
                return null;
            }

            letters[place] = letter;
        }

        return Joined(letters, hint);
    }

    private static string? Joined(char[] letters, Action<string> hint)
    {
        var last = Array.FindLastIndex(letters, letter => letter is not (default(char) or ' '));
        if (last < 0)
        {
            hint("it has no name and is ignored");
            return null;
        }

        var gap = Array.IndexOf(letters, default, 1);
        var name = string.Concat(letters[1..(last + 1)].Where(letter => letter != default));
        if (gap < last && gap > 0)
        {
            hint(string.Create(CultureInfo.InvariantCulture, $"character {gap} of its name is missing, read as {name.Trim()}"));
        }

        return name.Trim();
    }

    /// <summary>A place and its character; null for a circle that is none.</summary>
    private static (int Place, char Letter)? Decode(long diameter)
    {
        var code = (diameter + Unit / 2) / Unit;
        var (place, ascii) = (code * Unit / PlaceUnit, code % (PlaceUnit / Unit));
        return Math.Abs(code * Unit - diameter) <= Tolerance && place is >= 1 and <= LastPlace && ascii is >= ' ' and <= '~' ? ((int)place, (char)ascii) : null;
    }
}
