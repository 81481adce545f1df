namespace MakeDevice.Routing.Editor;

/// <summary>How wide the zones are at the left and right edge that trunks need free of modules.</summary>
public sealed record TrunkZones(double LeftMm, double RightMm);
