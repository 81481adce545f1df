namespace MakeDevice.Routing.Excellon;

/// <summary>A tool of a drill file; diameter in nanometres.</summary>
/// <param name="Plated">What the file says of this tool, or of itself where it is defined; null where it does not say.</param>
internal sealed record DrillTool(long Diameter, string? Function, bool? Plated);

/// <summary>A hit and the tool that made it.</summary>
internal readonly record struct MadeHit(DrillHit Hit, DrillTool Tool);
