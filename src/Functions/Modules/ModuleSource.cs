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
    private static BrainModuleLibrary Open(ServiceOptions options, TimeProvider clock)
    {
        IBaseImages? images = Container(options.Firmware) is { } blobs ? OpenBlobImages(options, blobs, clock)
            : options.Firmware.Length > 0 ? new FolderBaseImages(options.Firmware)
            : Container(options.Modules) is null ? FolderBaseImages.Beside(options.Modules)
            : null;
        return new(Container(options.Modules) is { } container ? OpenBlobs(options, container, clock) : new FolderModuleLibrary(options.Modules), images);
    }

    /// <summary>The container that a setting names; null for a folder.</summary>
    private static string? Container(string setting) => setting.StartsWith(BlobPrefix, StringComparison.Ordinal) ? setting[BlobPrefix.Length..] : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BlobModuleLibrary OpenBlobs(ServiceOptions options, string container, TimeProvider clock) =>
        new(new BlobArtifactStore(BlobContainers.Open(options, container)), clock);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static StoredBaseImages OpenBlobImages(ServiceOptions options, string container, TimeProvider clock) =>
        new(new BlobArtifactStore(BlobContainers.Open(options, container)), container, clock);
}
