using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Panels;

/// <summary>How the boards of a panel come apart.</summary>
internal enum PanelSeparation
{
    /// <summary>Routed gaps, crossed by tabs that break along a row of small holes.</summary>
    Tabs,

    /// <summary>Boards edge to edge, scored along straight lines through the whole panel.</summary>
    VCut,
}

/// <summary>A panel as a person asks for it; lengths in nanometres.</summary>
internal sealed record PanelSpecification
{
    public int Columns { get; init; } = 1;

    public int Rows { get; init; } = 1;

    public PanelSeparation Separation { get; init; }

    /// <summary>Between boards, and between boards and rails: the router's path. None where the panel is scored.</summary>
    public long Gap { get; init; } = 2 * Units.Millimetre;

    public long TabWidth { get; init; } = 3 * Units.Millimetre;

    /// <summary>Tabs on each side of a board that faces another board or a rail.</summary>
    public int TabsPerSide { get; init; } = 2;

    public long BiteDiameter { get; init; } = 500_000;

    /// <summary>From one hole of a row to the next, centre to centre.</summary>
    public long BitePitch { get; init; } = 800_000;

    public bool RailsTopAndBottom { get; init; } = true;

    public bool RailsLeftAndRight { get; init; }

    public long RailWidth { get; init; } = 5 * Units.Millimetre;

    /// <summary>Diameter of the holes in the rails' ends; 0: none.</summary>
    public long ToolingHole { get; init; } = 2 * Units.Millimetre;

    /// <summary>Diameter of the copper dots in the rails; 0: none.</summary>
    public long Fiducial { get; init; } = Units.Millimetre;
}

/// <summary>Reads a specification. What is left out has the default of <see cref="PanelSpecification"/>; an unknown property is an error, not ignored.</summary>
internal static class PanelSpecificationReader
{
    private const int MaxBytes = 64 * 1024;

    /// <returns>Null where there is an issue <c>PANEL_INVALID path= error=</c>.</returns>
    public static (PanelSpecification? Specification, ImmutableArray<Issue> Issues) Read(ReadOnlyMemory<byte> json)
    {
        var problems = new List<CheckedJson.Problem>();
        var specification = CheckedJson.Read(json, MaxBytes, problems, Read);
        return (problems.Count == 0 ? specification : null, [.. problems.Select(problem => PanelIssues.Invalid(problem.Path, problem.Error))]);
    }

    private static PanelSpecification Read(CheckedJson root)
    {
        Known(root, "columns", "rows", "separation", "gap", "tabs", "rails");
        var tabs = root.OptionalObject("tabs");
        Known(tabs, "width", "perSide", "biteDiameter", "bitePitch");
        var rails = root.OptionalObject("rails");
        Known(rails, "sides", "width", "toolingHole", "fiducial");
        var basis = new PanelSpecification();
        var separation = Separation(root);
        var sides = Sides(rails);
        var specification = basis with
        {
            Columns = Count(root, "columns", PanelDesign.MostCopies, 1),
            Rows = Count(root, "rows", PanelDesign.MostCopies, 1),
            Separation = separation,
            Gap = Length(root, "gap", 0, 50, separation == PanelSeparation.VCut ? 0 : basis.Gap),
            TabWidth = Length(tabs, "width", 1, 50, basis.TabWidth),
            TabsPerSide = Count(tabs, "perSide", 20, basis.TabsPerSide),
            BiteDiameter = Length(tabs, "biteDiameter", 0.2, 2, basis.BiteDiameter),
            BitePitch = Length(tabs, "bitePitch", 0.4, 10, basis.BitePitch),
            RailsTopAndBottom = sides is "top-bottom" or "all",
            RailsLeftAndRight = sides is "left-right" or "all",
            RailWidth = Length(rails, "width", 3, 50, basis.RailWidth),
            ToolingHole = Length(rails, "toolingHole", 0, 6, basis.ToolingHole),
            Fiducial = Length(rails, "fiducial", 0, 3, basis.Fiducial),
        };
        Check(root, specification);
        return specification;
    }

    private static void Check(CheckedJson root, PanelSpecification specification)
    {
        if ((long)specification.Columns * specification.Rows > PanelDesign.MostCopies)
        {
            root.Report($"at most {PanelDesign.MostCopies} copies are allowed");
        }

        if (specification is { Separation: PanelSeparation.VCut, Gap: not 0 })
        {
            root.Property("gap").Report("must be 0 where the panel is scored: a cut parts boards that touch");
        }

        if (specification is { Separation: PanelSeparation.Tabs, Gap: < Units.Millimetre })
        {
            root.Property("gap").Report("must be at least 1: a router's bit has to pass");
        }
    }

    private static void Known(CheckedJson value, params ReadOnlySpan<string> names)
    {
        foreach (var name in value.PropertyNames)
        {
            if (!names.Contains(name))
            {
                value.Property(IssueText.Token(name)).Report("is not known");
            }
        }
    }

    private static PanelSeparation Separation(CheckedJson root)
    {
        switch (root.OptionalText("separation", 20))
        {
            case "" or "tabs":
                return PanelSeparation.Tabs;
            case "vcut":
                return PanelSeparation.VCut;
            default:
                root.Property("separation").Report("must be tabs or vcut");
                return PanelSeparation.Tabs;
        }
    }

    private static string Sides(CheckedJson rails)
    {
        var sides = rails.OptionalText("sides", 20);
        if (sides is not ("" or "top-bottom" or "left-right" or "all" or "none"))
        {
            rails.Property("sides").Report("must be top-bottom, left-right, all or none");
        }

        return sides.Length == 0 ? "top-bottom" : sides;
    }

    private static int Count(CheckedJson value, string name, int most, int basis)
    {
        if (value.OptionalNumber(name, 1, most) is not { } number)
        {
            return basis;
        }

        if (number != Math.Floor(number))
        {
            value.Property(name).Report("must be a whole number");
        }

        return Math.Max(1, (int)number);
    }

    private static long Length(CheckedJson value, string name, double min, double max, long basis) =>
        value.OptionalNumber(name, min, max) is { } millimetres ? PanelFrame.Round(millimetres * Units.Millimetre) : basis;
}
