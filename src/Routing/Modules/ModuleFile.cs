namespace MakeDevice.Routing.Modules;

/// <summary>One file of a module package.</summary>
/// <param name="Path">Relative to the package's folder, with '/': <c>gerbers/x-F_Cu.gtl</c>.</param>
public sealed record ModuleFile(string Path, ReadOnlyMemory<byte> Content);
