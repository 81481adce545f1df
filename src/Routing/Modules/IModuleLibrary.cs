namespace MakeDevice.Routing.Modules;

/// <summary>Where module packages come from: a folder here, a blob container in the function app.</summary>
public interface IModuleLibrary
{
    /// <summary>All packages there are, ordered by name then version (ordinal).</summary>
    ValueTask<IReadOnlyList<ModuleKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The parsed package, or null where there is none of that name and version.</summary>
    /// <exception cref="ModulePackageException">The package is there but cannot be used.</exception>
    ValueTask<ModulePackage?> FindAsync(ModuleKey key, CancellationToken cancellationToken);
}
