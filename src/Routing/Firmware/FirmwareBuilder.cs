using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Firmware;

/// <summary>
/// Makes the files that a user copies to the board's programmers: the image that a programmer brings, or the base image of its family, with the image
/// of the module on each programming net written over the placeholder of that net's number; as .bin and in the form its boot loader takes.
/// Placeholders of nets without a module stay as they are: by them the programmer knows that there is nothing to flash.
/// </summary>
internal static class FirmwareBuilder
{
    /// <returns>
    /// For every programmer two files (<c>MICROBIT.bin</c> and <c>.hex</c>, <c>pico.bin</c> and <c>.uf2</c>), numbered from the second programmer
    /// of the board on in the project's order, whatever their families (<c>MICROBIT-2.hex</c>, <c>pico-3.uf2</c>). Where images cannot be
    /// completed, one issue <c>FIRMWARE_GENERATION_FAILED … error=</c> for each different reason: half a firmware is never delivered. Nothing, and no
    /// issue, where there is nothing to program and no brain brings an image.
    /// </returns>
    public static (ImmutableArray<Artifact> Artifacts, ImmutableArray<Issue> Issues) Build(PlacedBoard board)
    {
        var artifacts = ImmutableArray.CreateBuilder<Artifact>();
        var errors = new List<string>();
        var number = 0;
        foreach (var programmer in board.Modules.Where(module => NeedsFirmware(board, module)))
        {
            number++;
            try
            {
                artifacts.AddRange(Files(board, programmer, number));
            }
            catch (FirmwareException e)
            {
                errors.Add($"{programmer.Package.Key}: {e.Message}");
            }
        }

        ModuleInstance[] modules = [.. board.Modules.Select(m => m.Instance)];
        return (artifacts.ToImmutable(), [.. errors.Distinct().Select(error => ModuleIssues.OfAll("FIRMWARE_GENERATION_FAILED", modules, $"error={IssueText.Sentence(error)}"))]);
    }

    /// <summary>True for a programmer at whose nets there are modules, and for a brain that brings an image of its own.</summary>
    private static bool NeedsFirmware(PlacedBoard board, PlacedModule module) =>
        Peripherals(board, module.Index).Any()
        || (!module.Package.Firmware.IsEmpty && !module.Package.HasBaseImage && FirmwareTarget.Of(module.Package).Encode is not null);

    private static IEnumerable<Artifact> Files(PlacedBoard board, PlacedModule programmer, int number)
    {
        var target = FirmwareTarget.Of(programmer.Package);
        var image = Complete(board, programmer, target);
        var stem = number == 1 ? target.FileStem : string.Create(CultureInfo.InvariantCulture, $"{target.FileStem}-{number}");
        if (image.Flat() is { } plain)
        {
            yield return new(stem + ".bin", plain);
        }

        if (target.Encode is not null)
        {
            yield return new(stem + target.Extension, target.Encode(image));
        }
    }

    private static FirmwareImage Complete(PlacedBoard board, PlacedModule programmer, FirmwareTarget target)
    {
        var peripherals = Peripherals(board, programmer.Index).ToList();
        var missing = peripherals.Select(peripheral => peripheral.Module.Package).Prepend(programmer.Package)
            .Where(package => package.Firmware.IsEmpty).DistinctBy(package => package.Key).Select(Missing).ToList();
        if (missing.Count > 0)
        {
            throw new FirmwareException(string.Join("; ", missing));
        }

        var image = ImageOf(programmer.Package, target.FlashBase);
        var placeholders = FirmwarePlaceholders.Find(image);
        foreach (var (number, module) in peripherals)
        {
            var firmware = ImageOf(module.Package, 0).Flat()
                ?? throw new FirmwareException($"the image of {module.Package.Key} does not lie together in its memory");
            var (run, offset, room) = placeholders.Place(number);
            if (firmware.Length > room)
            {
                throw new FirmwareException(string.Create(CultureInfo.InvariantCulture,
                    $"the image of {module.Package.Key} has {firmware.Length} bytes, placeholder {number} has room for {room}"));
            }

            firmware.CopyTo(image.Runs[run].Bytes.AsSpan(offset));
        }

        return image;
    }

    private static string Missing(ModulePackage package) => package.MissingImage.Length > 0
        ? $"{package.Key}: {package.MissingImage}"
        : $"{package.Key} has no firmware image (its package has no firmware/{package.Key}.bin)";

    private static FirmwareImage ImageOf(ModulePackage package, long start)
    {
        if (package.Firmware.Count > 1)
        {
            throw new FirmwareException(string.Create(CultureInfo.InvariantCulture, $"{package.Key} has {package.Firmware.Count} firmware images, must have one"));
        }

        var (name, file) = package.Firmware.Single();
        try
        {
            return FirmwareImage.Read(name, file.Span, start);
        }
        catch (FirmwareException e)
        {
            throw new FirmwareException($"{name}: {e.Message}");
        }
    }

    /// <summary>The modules at the other ends of a programmer's nets, with the numbers of its receivers, in ascending order.</summary>
    private static IEnumerable<(int Number, PlacedModule Module)> Peripherals(PlacedBoard board, int programmer) =>
        from receiver in board.Sockets
        where receiver.Programming && receiver.Module == programmer
        let number = NetNaming.ReceiverNumber(receiver.Name)
        where number is not null
        from transmitter in board.Sockets
        where transmitter.Programming && transmitter.Net == receiver.Net && transmitter.Id != receiver.Id
        orderby number
        select (number.Value, board.Modules.First(module => module.Index == transmitter.Module));
}
