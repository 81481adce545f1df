namespace MakeDevice.Functions.Tests.Support;

/// <summary>A test over the shared data, skipped where they are not beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = RepositoryFolders.Shared is null ? "needs the shared data beside the repository" : null;
}
