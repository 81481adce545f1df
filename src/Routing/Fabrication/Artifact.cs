namespace MakeDevice.Routing.Fabrication;

/// <summary>A file of the result.</summary>
/// <param name="Name">File name without folders.</param>
public sealed record Artifact(string Name, ReadOnlyMemory<byte> Content);
