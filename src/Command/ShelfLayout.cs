using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Command;

/// <summary>
/// A first placement: modules in rows, in the order in which they are named, with room for tracks between them. Millimetres in the project's frame, origin
/// at the board's centre and y down.
/// </summary>
internal sealed record ShelfLayout(double Width, double Height, ImmutableArray<(double X, double Y)> Places)
{
    private const double Gap = 5;
    private const double Margin = 8;
    private const double Step = 0.5;

    /// <summary>What is taken of a module that has no keep-out zones.</summary>
    private const double UnknownHalf = 5;

    private static readonly (double Width, double Height) Empty = (80, 60);

    /// <param name="size">The board's size; null for as large as the modules need.</param>
    /// <param name="room">How often more room is asked for: 2 mm between modules and 4 mm at the edges each time.</param>
    public static ShelfLayout Of(IReadOnlyList<ModulePackage> packages, (double Width, double Height)? size, int room)
    {
        if (packages.Count == 0)
        {
            var (width, height) = size ?? Empty;
            return new(width, height, []);
        }

        Area[] areas = [.. packages.Select(Area.Of)];
        var gap = Gap + (2 * room);
        var margin = Margin + (4 * room);
        var widest = areas.Max(area => area.Width);
        var row = size is { } asked
            ? Math.Max(widest, asked.Width - (2 * margin))
            : Math.Max(widest, 1.3 * Math.Sqrt(areas.Sum(area => (area.Width + gap) * (area.Height + gap))));
        var corners = Rows(areas, row, gap);
        var right = areas.Select((area, i) => corners[i].X + area.Width).Max();
        var bottom = areas.Select((area, i) => corners[i].Y + area.Height).Max();
        var board = size ?? (Up(right + (2 * margin)), Up(bottom + (2 * margin)));
        return new(board.Width, board.Height, [.. areas.Select((area, i) => (Snap(corners[i].X - (right / 2) - area.Left), Snap(corners[i].Y - (bottom / 2) - area.Top)))]);
    }

    /// <summary>Where the areas' top left corners come, from a corner at the origin.</summary>
    private static (double X, double Y)[] Rows(Area[] areas, double most, double gap)
    {
        var corners = new (double X, double Y)[areas.Length];
        double x = 0, y = 0, tallest = 0;
        for (var i = 0; i < areas.Length; i++)
        {
            if (x > 0 && x + areas[i].Width > most)
            {
                (x, y, tallest) = (0, y + tallest + gap, 0);
            }

            corners[i] = (x, y);
            x += areas[i].Width + gap;
            tallest = Math.Max(tallest, areas[i].Height);
        }

        return corners;
    }

    private static double Up(double side) => Math.Max(5, Math.Ceiling(side));

    private static double Snap(double place) => (Math.Round(place / Step) * Step) + 0.0;

    /// <summary>What a module takes, about its origin, y down.</summary>
    private readonly record struct Area(double Left, double Top, double Width, double Height)
    {
        public static Area Of(ModulePackage package)
        {
            if (package.Zones.IsEmpty)
            {
                return new(-UnknownHalf, -UnknownHalf, 2 * UnknownHalf, 2 * UnknownHalf);
            }

            var (left, right) = (package.Zones.Min(zone => zone.Left), package.Zones.Max(zone => zone.Right));
            var (bottom, top) = (package.Zones.Min(zone => zone.Bottom), package.Zones.Max(zone => zone.Top));
            return new(Units.ToMillimetres(left), Units.ToMillimetres(-top), Units.ToMillimetres(right - left), Units.ToMillimetres(top - bottom));
        }
    }
}
