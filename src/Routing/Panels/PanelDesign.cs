using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Panels;

/// <summary>
/// Where the copies stand and what the panel adds to them: nanometres, y up, in the frame of the copy at the top left, (0, 0). Copy (column, row)
/// is that one moved by (column · StepX, -row · StepY).
/// </summary>
internal sealed record PanelDesign(int Columns, int Rows, long StepX, long StepY)
{
    /// <summary>Most copies of a panel.</summary>
    public const int MostCopies = 400;

    /// <summary>Longest side of a panel.</summary>
    public const long LongestSide = 500 * Units.Millimetre;

    /// <summary>Width of the outline's pen; its centre is the edge.</summary>
    public const long PenWidth = 150_000;

    public static readonly CircleAperture Pen = new(PenWidth, 0, AttributeSet.Of(new GerberAttribute(".AperFunction", "Profile")));

    public static readonly CircleAperture CutPen = new(PenWidth, 0, AttributeSet.Of(new GerberAttribute(".AperFunction", "Other", "VCut")));

    /// <summary>Strokes of the panel's edge.</summary>
    public ImmutableArray<GraphicObject> Outline { get; init; } = [];

    /// <summary>Strokes along which the panel is scored.</summary>
    public ImmutableArray<GraphicObject> Cuts { get; init; } = [];

    /// <summary>The panel's own graphics by the file that they go into.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<GraphicObject>> Graphics { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<GraphicObject>>.Empty;

    public ImmutableArray<DrillHole> Vias { get; init; } = [];

    public ImmutableArray<DrillHole> BiteHoles { get; init; } = [];

    public ImmutableArray<DrillHole> RailHoles { get; init; } = [];

    /// <summary>Openings of the mask that must show copper.</summary>
    public ImmutableArray<Box> MaskPads { get; init; } = [];

    /// <summary>How far each copy is from the first, row by row from the top; within a row from the left.</summary>
    public IEnumerable<Point> Offsets => from row in Enumerable.Range(0, Rows) from column in Enumerable.Range(0, Columns) select new Point(column * StepX, -row * StepY);
}
