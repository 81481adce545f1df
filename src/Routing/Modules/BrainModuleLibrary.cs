using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace MakeDevice.Routing.Modules;

/// <summary>
/// A module library whose brains have firmware: a brain that brings no image of its own gets the base image of its family, and its package then
/// differs from the same one with another image. Where there is none, the package says which file was looked for.
/// </summary>
/// <param name="images">Null where the operator has set no place for base images.</param>
public sealed class BrainModuleLibrary(IModuleLibrary modules, IBaseImages? images) : IModuleLibrary
{
    /// <summary>What an image may be, in the order in which it is looked for.</summary>
    private static readonly string[] Extensions = [".bin", ".hex", ".uf2"];

    private readonly ConcurrentDictionary<ModuleKey, (ModulePackage Plain, Brain Brain, ModulePackage Package)> _known = new();

    public ValueTask<IReadOnlyList<ModuleKey>> ListAsync(CancellationToken cancellationToken) => modules.ListAsync(cancellationToken);

    public async ValueTask<ModulePackage?> FindAsync(ModuleKey key, CancellationToken cancellationToken)
    {
        var plain = await modules.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (plain is null || await BrainOfAsync(plain, cancellationToken).ConfigureAwait(false) is not { } brain)
        {
            return plain;
        }

        // The package keeps what was computed of it from job to job, as long as it and the image stay.
        if (_known.TryGetValue(key, out var known) && known.Plain == plain && known.Brain == brain)
        {
            return known.Package;
        }

        var package = plain.AsBrain(brain.Family, brain.FileName is null ? null : (brain.FileName, brain.Image), brain.Digest, brain.Missing);
        _known[key] = (plain, brain, package);
        return package;
    }

    /// <summary>Null for a module that is no brain.</summary>
    private async ValueTask<Brain?> BrainOfAsync(ModulePackage package, CancellationToken cancellationToken)
    {
        try
        {
            var map = images is null ? null : await images.ReadAsync(BrainFamilies.MapFile, cancellationToken).ConfigureAwait(false);
            var families = map is { } json ? BrainFamilies.Read(json) : BrainFamilies.BuiltIn;
            return BrainFamilies.Of(package.Key, families) is not { } family ? null
                : package.Firmware.IsEmpty ? await FindImageAsync(family, cancellationToken).ConfigureAwait(false)
                : new Brain(family, null, default, "", "");
        }
        catch (BaseImageException error)
        {
            return BrainFamilies.Of(package.Key, BrainFamilies.BuiltIn) is { } family ? new Brain(family, null, default, "", error.Message) : null;
        }
    }

    private async ValueTask<Brain> FindImageAsync(BrainFamily family, CancellationToken cancellationToken)
    {
        if (images is null)
        {
            return new(family, null, default, "", $"it needs a base image {family.Image}.bin and no place for base images is set");
        }

        foreach (var extension in Extensions)
        {
            if (await images.ReadAsync(family.Image + extension, cancellationToken).ConfigureAwait(false) is { } image)
            {
                return new(family, family.Image + extension, image, Convert.ToHexStringLower(SHA256.HashData(image.Span)), "");
            }
        }

        return new(family, null, default, "", $"its base image {family.Image}.bin (or .hex or .uf2) is not in {images.Place}");
    }

    /// <param name="Digest">Of the image; empty where there is none.</param>
    /// <param name="Missing">Why it has no image, in words; empty where it has.</param>
    private sealed record Brain(BrainFamily Family, string? FileName, ReadOnlyMemory<byte> Image, string Digest, string Missing);
}
