using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Firmware;

/// <summary>
/// Makes the files that a user copies to the board's programmer: its own image, with the image of the module on each programming net written
/// over the placeholder of that net's number, as .bin and in the form its boot loader takes.
/// </summary>
internal static class FirmwareBuilder
{
    /// <returns>
    /// For every programmer with firmware two files (<c>MICROBIT.bin</c> and <c>.hex</c>, <c>pico.bin</c> and <c>.uf2</c>; those of a second one of its
    /// kind <c>MICROBIT-2…</c>), or an issue <c>FIRMWARE_GENERATION_FAILED … error=</c> where its image cannot be completed: half a firmware is
    /// never delivered. Nothing, and no issue, where no package carries firmware.
    /// </returns>
    public static (ImmutableArray<Artifact> Artifacts, ImmutableArray<Issue> Issues) Build(PlacedBoard board)
    {
        var artifacts = ImmutableArray.CreateBuilder<Artifact>();
        var issues = ImmutableArray.CreateBuilder<Issue>();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var programmer in board.Modules.Where(module => NeedsFirmware(board, module)))
        {
            try
            {
                var target = FirmwareTarget.Of(programmer.Package.Key);
                var image = Complete(board, programmer);
                var count = counts[target.FileStem] = counts.GetValueOrDefault(target.FileStem) + 1;
                var stem = count == 1 ? target.FileStem : string.Create(CultureInfo.InvariantCulture, $"{target.FileStem}-{count}");
                artifacts.Add(new(stem + ".bin", image));
                if (target.Encode is not null)
                {
                    artifacts.Add(new(stem + target.Extension, target.Encode(image)));
                }
            }
            catch (FirmwareException e)
            {
                issues.Add(ModuleIssues.OfAll(
                    "FIRMWARE_GENERATION_FAILED", [.. board.Modules.Select(m => m.Instance)], $"error={IssueText.Sentence($"{programmer.Package.Key}: {e.Message}")}"));
            }
        }

        return (artifacts.ToImmutable(), issues.ToImmutable());
    }

    /// <summary>True for a brain that brings an image, and for a programmer at whose nets there is a module that brings one.</summary>
    private static bool NeedsFirmware(PlacedBoard board, PlacedModule module)
    {
        var peripherals = Peripherals(board, module.Index).ToList();
        return peripherals.Count > 0
            ? HasFirmware(module) || peripherals.Exists(peripheral => HasFirmware(peripheral.Module))
            : HasFirmware(module) && FirmwareTarget.Of(module.Package.Key).Encode is not null;
    }

    private static bool HasFirmware(PlacedModule module) => !module.Package.Firmware.IsEmpty;

    private static byte[] Complete(PlacedBoard board, PlacedModule programmer)
    {
        var image = ImageOf(programmer).ToArray();
        var placeholders = FirmwarePlaceholders.Find(image);
        foreach (var (number, module) in Peripherals(board, programmer.Index))
        {
            var firmware = ImageOf(module);
            var (offset, room) = placeholders.Place(number);
            if (firmware.Length > room)
            {
                throw new FirmwareException(string.Create(CultureInfo.InvariantCulture,
                    $"the image of {module.Package.Key} has {firmware.Length} bytes, placeholder {number} has room for {room}"));
            }

            firmware.Span.CopyTo(image.AsSpan(offset));
        }

        return image;
    }

    private static ReadOnlyMemory<byte> ImageOf(PlacedModule module) => module.Package.Firmware.Count switch
    {
        1 => module.Package.Firmware.Values.Single(),
        0 => throw new FirmwareException($"{module.Package.Key} has no firmware image"),
        var count => throw new FirmwareException(string.Create(CultureInfo.InvariantCulture, $"{module.Package.Key} has {count} firmware images, must have one")),
    };

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

/// <summary>What a programmer's files are called and how its boot loader wants them.</summary>
/// <param name="Encode">From an image to the boot loader's form; null where only the plain image is of use.</param>
internal sealed record FirmwareTarget(string FileStem, string Extension, Func<byte[], byte[]>? Encode)
{
    public static FirmwareTarget Of(ModuleKey module) =>
        module.Name.Contains("jacdaptor", StringComparison.OrdinalIgnoreCase) ? new("MICROBIT", ".hex", image => IntelHex.Write(image))
        : module.Name.Contains("rp2040", StringComparison.OrdinalIgnoreCase) ? new("pico", ".uf2", image => Uf2.Write(image))
        : new(module.Name, "", null);
}
