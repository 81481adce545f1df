using System.Collections.Immutable;
using MakeDevice.Routing.Modules;

namespace MakeDevice.RandomBoards;

/// <summary>Modules that a user would put on one board: a brain and what it drives.</summary>
/// <param name="MembersOfBrain">How many members one brain can drive.</param>
internal sealed record ModuleFamily(ModulePackage Brain, ImmutableArray<ModulePackage> Members, int MembersOfBrain)
{
    /// <summary>
    /// The families of a library: a programmer, which has receivers <c>X~n</c>, with the modules that have a transmitter <c>X~^</c>; and a
    /// Pico with the modules that share its SDA.
    /// </summary>
    public static ImmutableArray<ModuleFamily> Of(IEnumerable<ModulePackage> library)
    {
        // A connector belongs at the edge, which it opens: no place for it is random.
        var modules = library.Where(module => !module.HasConnectorOutline && !module.Sockets.IsEmpty && !module.Zones.IsEmpty)
            .OrderBy(module => module.Key.ToString(), StringComparer.Ordinal).ToArray();
        var families = ImmutableArray.CreateBuilder<ModuleFamily>();
        if (Array.Find(modules, module => Receivers(module) > 0) is { } programmer)
        {
            families.Add(new(programmer, [.. modules.Where(module => Has(module, name => name.EndsWith("~^", StringComparison.Ordinal)))], Receivers(programmer)));
        }

        if (Array.Find(modules, module => module.Key.Name.Contains("rp2040", StringComparison.Ordinal)) is { } pico)
        {
            families.Add(new(pico, [.. modules.Where(module => module != pico && Has(module, name => name == "SDA"))], int.MaxValue));
        }

        return families.ToImmutable();
    }

    private static int Receivers(ModulePackage module) =>
        module.Sockets.Count(socket => socket.Name.LastIndexOf('~') is var mark and > 0 && char.IsAsciiDigit(socket.Name[mark + 1]));

    private static bool Has(ModulePackage module, Func<string, bool> name) => module.Sockets.Any(socket => name(socket.Name));
}
