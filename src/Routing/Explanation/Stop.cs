namespace MakeDevice.Routing.Explanation;

/// <summary>A node on a layer.</summary>
internal readonly record struct Stop(int Layer, int Node);
