using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Panels;

/// <summary>Makes the geometry of a panel from a specification and the board's own outline.</summary>
internal sealed class PanelLayout
{
    private readonly PanelSpecification _specification;
    private readonly PanelBoard _board;
    private readonly Box _bounds;
    private readonly PanelDesign _design;
    private readonly PanelRails _rails;
    private readonly EdgeUnion _edges = new();
    private readonly List<DrillHole> _bites = [];
    private readonly DisjointSets _pieces;

    private PanelLayout(PanelSpecification specification, PanelBoard board)
    {
        (_specification, _board, _bounds) = (specification, board, board.Bounds);
        _design = new(specification.Columns, specification.Rows, _bounds.Width + specification.Gap, _bounds.Height + specification.Gap);
        _rails = PanelRails.Of(specification, Copies());
        _pieces = new DisjointSets(_design.Columns * _design.Rows + _rails.Areas.Length);
    }

    /// <returns>The design; null where the board has no outline, or the panel falls apart.</returns>
    public static (PanelDesign? Design, ImmutableArray<Issue> Issues) Of(PanelSpecification specification, PanelBoard board)
    {
        if (board.Outline.IsEmpty)
        {
            return (null, [new("PANEL_BOARD_WITHOUT_OUTLINE", "error=no file of the board is a closed outline")]);
        }

        if (specification.Separation == PanelSeparation.VCut)
        {
            return (new PanelLayout(specification, board).Scored(), []);
        }

        var copper = new CopperNear(board);
        PanelDesign? Tabbed(PanelSpecification tried, bool seesCopper) => new PanelLayout(tried, board).Tabbed(seesCopper ? copper.IsFree : (_, _) => true);
        return Tabbed(specification, seesCopper: true) is { } design
            ? (design, [])
            : (null, [TabShortage.Of(specification, (tried, seesCopper) => Tabbed(tried, seesCopper) is not null)]);
    }

    private Box Copies() => _bounds with
    {
        Right = _bounds.Right + (_design.Columns - 1) * _design.StepX,
        Bottom = _bounds.Bottom - (_design.Rows - 1) * _design.StepY,
    };

    private PanelDesign Scored()
    {
        AddCopiesAndRails();
        var copies = Copies();
        var cuts = ImmutableArray.CreateBuilder<GraphicObject>();
        var columns = Enumerable.Range(1, _design.Columns - 1).Select(i => _bounds.Left + i * _design.StepX);
        var rows = Enumerable.Range(1, _design.Rows - 1).Select(j => _bounds.Top - j * _design.StepY);
        foreach (var x in _specification.RailsLeftAndRight ? columns.Prepend(copies.Left).Append(copies.Right) : columns)
        {
            cuts.Add(Cut(new(x, _rails.Panel.Bottom), new(x, _rails.Panel.Top)));
        }

        foreach (var y in _specification.RailsTopAndBottom ? rows.Prepend(copies.Top).Append(copies.Bottom) : rows)
        {
            cuts.Add(Cut(new(_rails.Panel.Left, y), new(_rails.Panel.Right, y)));
        }

        return Design() with { Cuts = cuts.DrainToImmutable() };
    }

    private static Line Cut(Point from, Point to) => new(from, to, PanelDesign.CutPen, Polarity.Dark, AttributeSet.None);

    /// <param name="isFree">Tells of a hole by its middle and radius whether no copper is near it.</param>
    /// <returns>Null where tabs do not hold every board.</returns>
    private PanelDesign? Tabbed(Func<Point, long, bool> isFree)
    {
        AddCopiesAndRails();
        var tabs = new PanelTabs(_specification, _board.Outline[0], isFree);
        Hold(tabs, vertical: true);
        Hold(tabs, vertical: false);
        var held = Enumerable.Range(1, _design.Columns * _design.Rows + _rails.Areas.Length - 1).All(piece => _pieces.Find(piece) == _pieces.Find(0));
        return held ? Design() : null;
    }

    /// <summary>Tabs in every gap between two boards or a board and a rail, along one direction.</summary>
    private void Hold(PanelTabs tabs, bool vertical)
    {
        var inner = tabs.Places(vertical, first: true, second: true);
        var afterRail = tabs.Places(vertical, first: false, second: true);
        var beforeRail = tabs.Places(vertical, first: true, second: false);
        var (count, lines, step) = vertical ? (_design.Columns, _design.Rows, _design.StepX) : (_design.Rows, _design.Columns, _design.StepY);
        var rails = vertical ? _specification.RailsLeftAndRight : _specification.RailsTopAndBottom;
        for (var line = 0; line < lines; line++)
        {
            for (var gap = rails ? 0 : 1; gap <= (rails ? count : count - 1); gap++)
            {
                var places = gap == 0 ? afterRail : gap == count ? beforeRail : inner;

                // Counted from the left, or from below: the edge after the gap begins the next board.
                var low = (vertical ? _bounds.Left : _bounds.Bottom - (count - 1) * step) + gap * step - _specification.Gap;
                var across = vertical ? -line * _design.StepY : line * _design.StepX;
                foreach (var place in places)
                {
                    AddTab(tabs, vertical, place + across, low, hasFirst: gap > 0, hasSecond: gap < count);
                }

                if (!places.IsEmpty)
                {
                    _pieces.Join(Piece(vertical, line, gap - 1, count), Piece(vertical, line, gap, count));
                }
            }
        }
    }

    /// <summary>Number of a copy, or of a rail: a position before the first or after the last.</summary>
    private int Piece(bool vertical, int line, int position, int count)
    {
        var rail = _design.Columns * _design.Rows + (vertical && _specification.RailsTopAndBottom ? 2 : 0);
        if (position < 0)
        {
            return vertical ? rail : rail + 1;
        }

        if (position == count)
        {
            return vertical ? rail + 1 : rail;
        }

        return vertical ? line * _design.Columns + position : (count - 1 - position) * _design.Columns + line;
    }

    private void AddTab(PanelTabs tabs, bool vertical, long center, long low, bool hasFirst, bool hasSecond)
    {
        var (half, high) = (_specification.TabWidth / 2, low + _specification.Gap);
        _edges.Add(vertical ? new Box(low, center - half, high, center + half) : new Box(center - half, low, center + half, high));
        if (hasFirst)
        {
            _bites.AddRange(tabs.Bites(vertical, center, low));
        }

        if (hasSecond)
        {
            _bites.AddRange(tabs.Bites(vertical, center, high));
        }
    }

    private void AddCopiesAndRails()
    {
        foreach (var offset in _design.Offsets)
        {
            foreach (var loop in _board.Outline)
            {
                _edges.Add(loop, offset);
            }
        }

        foreach (var rail in _rails.Areas)
        {
            _edges.Add(rail);
        }

        // Rails around the corner touch each other.
        var first = _design.Columns * _design.Rows;
        for (var i = 0; i < _rails.Areas.Length && _rails.Areas.Length == 4; i++)
        {
            _pieces.Join(first, first + i);
        }
    }

    private PanelDesign Design() => _design with
    {
        Outline = _edges.Boundary(),
        BiteHoles = [.. _bites],
        RailHoles = _rails.Holes,
        Graphics = _rails.Graphics(_specification.Fiducial),
    };
}
