using System.Collections.Immutable;

namespace MakeDevice.Routing.Modules;

/// <summary>What a module's metadata says of the current that it gives or takes.</summary>
/// <param name="IsBrain">Its <c>functionality</c> names <c>brain</c>: power enters the board there where nothing else is said.</param>
/// <param name="Sources">Nets that it feeds (<c>electrical.sources</c>).</param>
/// <param name="CurrentMa">What it draws of each supply net, milliamperes (<c>electrical.currentMa</c>, 0 to 10,000); null where it does not say.</param>
public sealed record ModuleSupply(bool IsBrain, ImmutableArray<string> Sources, double? CurrentMa)
{
    public static readonly ModuleSupply Unknown = new(false, [], null);
}
