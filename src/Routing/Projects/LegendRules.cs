namespace MakeDevice.Routing.Projects;

/// <summary>What the carrier itself prints on the front silkscreen.</summary>
public sealed record LegendRules
{
    public static readonly LegendRules None = new() { Names = false, Marks = false, Title = false };

    /// <summary>Names of the modules beside them, where there is room.</summary>
    public bool Names { get; init; } = true;

    /// <summary>A corner about the top left of every module as its maker drew it.</summary>
    public bool Marks { get; init; } = true;

    /// <summary>The project's name, and the version where one is given.</summary>
    public bool Title { get; init; } = true;

    /// <summary>Printed after the name; empty for none.</summary>
    public string Version { get; init; } = "";

    /// <summary>Height of capitals, nanometres; where there is no room, four fifths of it.</summary>
    public long Height { get; init; } = 1_250_000;

    /// <summary>Width of lines, nanometres.</summary>
    public long LineWidth { get; init; } = 180_000;
}
