using System.Runtime.CompilerServices;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Functions.Modules;

/// <summary>
/// The module library that the options ask for, opened when a stage first needs it: answering a status request loads neither the routing core
/// nor Azure's assemblies.
/// </summary>
public sealed class ModuleSource
{
    private const string BlobPrefix = "blob:";

    private readonly Lazy<object> _library;

    public ModuleSource(ServiceOptions options, TimeProvider clock) => _library = new Lazy<object>(() => Open(options, clock));

    public IModuleLibrary Library => (IModuleLibrary)_library.Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IModuleLibrary Open(ServiceOptions options, TimeProvider clock) =>
        options.Modules.StartsWith(BlobPrefix, StringComparison.Ordinal)
            ? OpenBlobs(options, options.Modules[BlobPrefix.Length..], clock)
            : new FolderModuleLibrary(options.Modules);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BlobModuleLibrary OpenBlobs(ServiceOptions options, string container, TimeProvider clock) =>
        new(new BlobArtifactStore(BlobContainers.Open(options, container)), clock);
}
