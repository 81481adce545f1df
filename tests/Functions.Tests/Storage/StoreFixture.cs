using System.Reflection;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Tests.Support;
using Xunit.Sdk;

namespace MakeDevice.Functions.Tests.Storage;

/// <summary>Both stores for one set of tests; the emulator starts when a test first asks for it.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _starting = new(1);
    private Azurite? _azurite;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _azurite?.Dispose();
        _folder.Dispose();
        _starting.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>An empty store of the kind.</summary>
    public async Task<IArtifactStore> OpenAsync(string kind) => ArtifactStores.Open(await OptionsAsync(kind));

    /// <summary>An empty container or folder of the kind, without the mark of a format.</summary>
    public async Task<IArtifactStore> OpenPlainAsync(string kind)
    {
        var options = await OptionsAsync(kind);
        return kind == StoreKind.Folder ? new FolderArtifactStore(options.Storage) : new BlobArtifactStore(BlobContainers.Open(options, options.Container));
    }

    /// <summary>Options that name an empty store of the kind.</summary>
    internal async Task<ServiceOptions> OptionsAsync(string kind)
    {
        var name = $"t{Guid.NewGuid():N}";
        var storage = kind == StoreKind.Folder ? Path.Combine(_folder.Path, name) : (await AzuriteAsync()).Connection;
        return TestOptions.With(storage) with { Container = name };
    }

    private async Task<Azurite> AzuriteAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _azurite ??= await Azurite.StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }
}

internal static class StoreKind
{
    public const string Folder = "folder";
    public const string Blob = "blob";
}

/// <summary>Runs a test with the folder store.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnFolderAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.Folder]];
}

/// <summary>Runs a test with the blob store; skipped, with the reason, where the emulator is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnBlobsAttribute : DataAttribute
{
    public OnBlobsAttribute() => Skip = Azurite.Missing;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.Blob]];
}
