namespace MakeDevice.Routing.Excellon;

/// <summary>A tool of a drill file; diameter in nanometres.</summary>
internal sealed record DrillTool(long Diameter, string? Function);
