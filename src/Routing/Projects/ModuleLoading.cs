using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Projects;

/// <summary>Fetches every package that a project names, all at the same time.</summary>
internal static class ModuleLoading
{
    /// <returns>
    /// The packages that are there and sound, and in project order: <c>MODULE_NOT_FOUND</c> for every module whose package is not there,
    /// <c>MODULE_PACKAGE_INVALID</c> once for every package that is malformed.
    /// </returns>
    public static async Task<(ImmutableDictionary<ModuleKey, ModulePackage> Packages, ImmutableArray<Issue> Issues)> LoadAsync(
        Project project, IModuleLibrary library, CancellationToken cancellationToken)
    {
        var keys = project.Modules.Select(module => module.Key).Distinct().ToArray();
        var found = await Task.WhenAll(keys.Select(key => FindAsync(library, key, cancellationToken))).ConfigureAwait(false);
        var byKey = keys.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second);

        var issues = ImmutableArray.CreateBuilder<Issue>();
        foreach (var module in project.Modules)
        {
            var (package, flaw) = byKey[module.Key];
            if (package is null && (flaw is null || !issues.Contains(flaw)))
            {
                issues.Add(flaw ?? ModuleIssues.About(
                    "MODULE_NOT_FOUND", module, string.Create(CultureInfo.InvariantCulture, $"moduleVersion={IssueText.Token(module.Key.Version)}")));
            }
        }

        return (byKey.Where(pair => pair.Value.Package is not null).ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Package!), issues.ToImmutable());
    }

    private static async Task<(ModulePackage? Package, Issue? Flaw)> FindAsync(IModuleLibrary library, ModuleKey key, CancellationToken cancellationToken)
    {
        if (!key.IsSafe)
        {
            return (null, null);
        }

        try
        {
            return (await library.FindAsync(key, cancellationToken).ConfigureAwait(false), null);
        }
        catch (ModulePackageException e)
        {
            return (null, e.Issue);
        }
    }
}
