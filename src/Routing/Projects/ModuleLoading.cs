using System.Collections.Immutable;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Projects;

/// <summary>Fetches every package that a project names, all at the same time.</summary>
internal static class ModuleLoading
{
    /// <returns>
    /// The packages that are there and sound, and in project order: <c>MODULE_NOT_FOUND</c> for every module whose package is not there, with the nearest that is,
    /// <c>MODULE_PACKAGE_INVALID</c> once for every package that is malformed; then once a package what of it no board gets.
    /// </returns>
    public static async Task<(ImmutableDictionary<ModuleKey, ModulePackage> Packages, ImmutableArray<Issue> Issues)> LoadAsync(
        Project project, IModuleLibrary library, CancellationToken cancellationToken)
    {
        var keys = project.Modules.Select(module => module.Key).Distinct();
        var found = await Task.WhenAll(keys.Select(key => FindAsync(library, key, cancellationToken))).ConfigureAwait(false);
        var byKey = found.ToDictionary(result => result.Key);

        var known = found.Any(result => result is { Package: null, Flaw: null }) ? await library.ListAsync(cancellationToken).ConfigureAwait(false) : [];
        var issues = ImmutableArray.CreateBuilder<Issue>();
        foreach (var module in project.Modules)
        {
            var (_, package, flaw) = byKey[module.Key];
            if (package is null && (flaw is null || !issues.Contains(flaw)))
            {
                issues.Add(flaw ?? NotFound(module, NearestModule.To(module.Key, known)));
            }
        }

        issues.AddRange(found.SelectMany(result => result.Package?.Issues ?? []));
        return (found.Where(result => result.Package is not null).ToImmutableDictionary(result => result.Key, result => result.Package!), issues.ToImmutable());
    }

    private static Issue NotFound(ModuleInstance module, ModuleKey? nearest)
    {
        var version = $"moduleVersion={IssueText.Token(module.Key.Version)}";
        return ModuleIssues.About("MODULE_NOT_FOUND", module, nearest is null ? version : $"{version} nearest={nearest}") with
        {
            Message = $"There is no module {IssueText.Token(module.Key.Name)} of version {IssueText.Token(module.Key.Version)} in the library (no folder {IssueText.Token(module.Key.ToString())})"
                + (nearest is null ? "." : $". The nearest is {nearest.Name} of version {nearest.Version}."),
        };
    }

    private static async Task<Found> FindAsync(IModuleLibrary library, ModuleKey key, CancellationToken cancellationToken)
    {
        if (!key.IsSafe)
        {
            return new(key, null, null);
        }

        try
        {
            return new(key, await library.FindAsync(key, cancellationToken).ConfigureAwait(false), null);
        }
        catch (ModulePackageException e)
        {
            return new(key, null, e.Issue);
        }
    }

    /// <param name="Package">The package, or null where there is none or it is malformed.</param>
    /// <param name="Flaw">What is wrong with it; null where nothing is, or it is not there.</param>
    private sealed record Found(ModuleKey Key, ModulePackage? Package, Issue? Flaw);
}
