using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Firmware;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;
using static MakeDevice.Routing.Tests.TestModules;

namespace MakeDevice.Routing.Tests;

public class FirmwareTests
{
    [Fact]
    public void Intel_hex_matches_the_specifications_example_form()
    {
        var hex = Encoding.ASCII.GetString(IntelHex.Write([0x02, 0x33, 0x7A]));
        Assert.Equal(":020000040000FA\n:0300000002337A4E\n:00000001FF\n", hex);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(65_535)]
    [InlineData(65_537)]
    [InlineData(300_001)]
    public void Intel_hex_read_back_is_the_image(int length)
    {
        var image = Noise(length);
        Assert.Equal(image, ReadHex(IntelHex.Write(image)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(100_001)]
    public void Uf2_read_back_is_the_image_padded_to_whole_blocks(int length)
    {
        var image = Noise(length);
        var file = Uf2.Write(image);
        Assert.Equal((length + 255) / 256 * 512, file.Length);
        var read = new List<byte>();
        for (var at = 0; at < file.Length; at += 512)
        {
            var block = file.AsSpan(at, 512);
            uint[] fields = [.. Enumerable.Range(0, 8).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4 * i)))];
            Assert.Equal([0x0A324655, 0x9E5D5157, 0x2000, 0x10000000 + (uint)at / 2, 256, (uint)at / 512, (uint)file.Length / 512, 0xE48BFF56], fields);
            Assert.Equal(0x0AB16F30u, BinaryPrimitives.ReadUInt32LittleEndian(block[508..]));
            read.AddRange(block.Slice(32, 256));
        }

        Assert.Equal(image, read.Take(length));
        Assert.All(read.Skip(length), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Peripheral_images_take_the_place_of_their_numbers()
    {
        var board = Board(Programmer(), Sensor("a", "AAAA"), Sensor("b", "BBBBBBBB"));
        var (artifacts, issues) = FirmwareBuilder.Build(board);
        Assert.Empty(issues);
        Assert.Equal(["MICROBIT.bin", "MICROBIT.hex"], artifacts.Select(a => a.Name));
        var image = Encoding.ASCII.GetString(artifacts[0].Content.Span);

        // The first sensor pairs with the first receiver of the file, SWDIO~10, the second with SWDIO~1.
        Assert.Equal("base BBBBBBBB_PLACEHOLDER_1........AAAAWARE_PLACEHOLDER_10.......end", image);
        Assert.Equal(artifacts[0].Content.ToArray(), ReadHex(artifacts[1].Content.ToArray()));
    }

    [Fact]
    public void A_second_programmer_has_numbered_files_of_its_own()
    {
        var (artifacts, issues) = FirmwareBuilder.Build(Board(Programmer(), Sensor("a", "A"), Sensor("b", "B"), Programmer(), Sensor("c", "C"), Sensor("d", "D")));
        Assert.Empty(issues);
        Assert.Equal(["MICROBIT.bin", "MICROBIT.hex", "MICROBIT-2.bin", "MICROBIT-2.hex"], artifacts.Select(a => a.Name));
        Assert.Contains("CIRMWARE", Encoding.ASCII.GetString(artifacts[2].Content.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("AIRMWARE", Encoding.ASCII.GetString(artifacts[2].Content.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_brain_without_programming_nets_delivers_its_image()
    {
        var (artifacts, issues) = FirmwareBuilder.Build(Board(WithFirmware(Square("rp2040_x", 4, ("GND", 0, 0)), ("x.bin", "image"))));
        Assert.Empty(issues);
        Assert.Equal(["pico.bin", "pico.uf2"], artifacts.Select(a => a.Name));
        Assert.Equal(512, artifacts[1].Content.Length);
    }

    [Fact]
    public void Programmers_are_numbered_over_all_families_in_the_projects_order()
    {
        var pico = WithFirmware(Square("rp2040_y", 4, ("SWDIO~0", 0, 0)), ("p.bin", "FIRMWARE_PLACEHOLDER_0"));
        var micro = WithFirmware(Square("jacdaptor", 4, ("SWDIO~0", 0, 0)), ("m.bin", "FIRMWARE_PLACEHOLDER_0"));
        var (artifacts, issues) = FirmwareBuilder.Build(Board(micro, Sensor("a", "A"), pico, Sensor("b", "B"), micro, Sensor("c", "C")));
        Assert.Empty(issues);
        Assert.Equal(["MICROBIT.bin", "MICROBIT.hex", "pico-2.bin", "pico-2.uf2", "MICROBIT-3.bin", "MICROBIT-3.hex"], artifacts.Select(a => a.Name));
        Assert.Equal("BIRMWARE_PLACEHOLDER_0", Encoding.ASCII.GetString(artifacts[2].Content.Span));
    }

    [Fact]
    public void Nothing_to_program_is_nothing_to_say()
    {
        var (artifacts, issues) = FirmwareBuilder.Build(Board(Square("jacdaptor", 4, ("SWDIO~0", 0, 0)), Square("rp2040", 4, ("GND", 0, 0))));
        Assert.Empty(artifacts);
        Assert.Empty(issues);
    }

    [Fact]
    public void All_that_is_missing_is_said_once_with_the_files_that_were_looked_for()
    {
        var bare = Square("jacdaptor", 4, ("SWDIO~0", 0, 0), ("SWDIO~1", 1, 0)).AsBrain(
            BrainFamilies.BuiltIn[0], null, "", "its base image microbit-base.bin (or .hex or .uf2) is not in the folder firmware");
        var (artifacts, issues) = FirmwareBuilder.Build(Board(bare, Square("sensor", 4, ("SWDIO~^", 0, 0)), Square("sensor", 4, ("SWDIO~^", 0, 0))));
        Assert.Empty(artifacts);
        Assert.EndsWith(
            "error=jacdaptor_1.0: jacdaptor_1.0: its base image microbit-base.bin (or .hex or .uf2) is not in the folder firmware; sensor_1.0 has no firmware image (its package has no firmware/sensor_1.0.bin)",
            Assert.Single(issues).ToString(), StringComparison.Ordinal);
    }

    /// <summary>A base image as the micro:bit's is: places of 32 KiB filled with one byte, each followed by its length, then code, and the bare text of the marker.</summary>
    [Fact]
    public void Only_the_place_itself_is_written_even_in_the_last_one()
    {
        const int Room = 32 * 1024;
        var image = Noise(5000).Select(b => (byte)(b | 1)).ToList();
        var places = new List<int>();
        for (var n = 0; n <= 10; n++)
        {
            places.Add(image.Count);
            byte[] place = [.. Encoding.ASCII.GetBytes($"FIRMWARE_PLACEHOLDER_{n}"), .. Enumerable.Repeat((byte)0xC8, Room)];
            image.AddRange(place[..Room]);
            image.AddRange([0, 1, 0, 0, 0, 0x80, 0, 0]);
        }

        image.AddRange(Encoding.ASCII.GetBytes("code FIRMWARE_PLACEHOLDER_"));
        image.AddRange(Noise(400));
        var full = Noise(Room);
        var programmer = Square("jvm_jacdaptor", 4, ("SWDIO~10", 0, 0), ("SWDIO~1", 1, 0)).AsBrain(BrainFamilies.BuiltIn[0], ("microbit-base.bin", image.ToArray()), "x", "");
        var (artifacts, issues) = FirmwareBuilder.Build(Board(programmer, WithImage("a", full), WithImage("b", full[..31_000])));
        Assert.Empty(issues);
        byte[] expected = [.. image];
        full.CopyTo(expected, places[10]);
        full.AsSpan(0, 31_000).CopyTo(expected.AsSpan(places[1]));
        Assert.Equal(expected, ReadHex(artifacts[1].Content.ToArray()));
        Assert.NotEqual(image.ToArray(), expected);

        // One byte more would be the programmer's own.
        var (_, tooLarge) = FirmwareBuilder.Build(Board(programmer, WithImage("a", [.. full, 1]), WithImage("b", full)));
        Assert.EndsWith("placeholder 10 has room for 32768", Assert.Single(tooLarge).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".bin")]
    [InlineData(".hex")]
    [InlineData(".uf2")]
    public void A_base_image_may_have_any_of_the_forms(string extension)
    {
        byte[] plain = [.. Noise(300).Select(b => (byte)(b | 1)), .. "FIRMWARE_PLACEHOLDER_0"u8, .. new byte[190]];
        var uf2 = extension == ".uf2";
        ReadOnlyMemory<byte> file = extension switch { ".hex" => IntelHex.Write(plain), ".uf2" => Uf2.Write(plain), _ => plain };
        var programmer = Square(uf2 ? "rp2040" : "jacdaptor", 4, ("SWDIO~0", 0, 0)).AsBrain(BrainFamilies.BuiltIn[uf2 ? 1 : 0], ("base" + extension, file), "x", "");
        var (artifacts, issues) = FirmwareBuilder.Build(Board(programmer, Sensor("a", "A")));
        Assert.Empty(issues);
        var image = artifacts[0].Content.ToArray();
        Assert.Equal([.. plain[..300], (byte)'A', .. "IRMWARE_PLACEHOLDER_0"u8], image[..322]);
    }

    [Fact]
    public void Settings_far_from_the_program_stay_at_their_addresses()
    {
        var image = new FirmwareImage([(0, [.. "FIRMWARE_PLACEHOLDER_0"u8]), (0x1000_1014, [1, 2, 3, 4])]);
        var programmer = Square("jacdaptor", 4, ("SWDIO~0", 0, 0)).AsBrain(BrainFamilies.BuiltIn[0], ("base.hex", IntelHex.Write(image)), "x", "");
        var (artifacts, issues) = FirmwareBuilder.Build(Board(programmer, Sensor("a", "A")));
        Assert.Empty(issues);
        Assert.Equal("MICROBIT.hex", Assert.Single(artifacts).Name);
        var read = IntelHex.Read(artifacts[0].Content.Span);
        Assert.Equal([0, 0x1000_1014], read.Runs.Select(run => run.Address));
        Assert.Equal([1, 2, 3, 4], read.Runs[1].Bytes);
        Assert.Equal((byte)'A', read.Runs[0].Bytes[0]);
    }

    [Fact]
    public void Hex_and_uf2_read_back_what_was_written_at_any_addresses()
    {
        var random = new Random(3);
        for (var i = 0; i < 50; i++)
        {
            var pieces = Enumerable.Range(0, random.Next(1, 5)).Select(n => ((long)random.Next(1 << 20), Noise(random.Next(1, 3000)))).ToList();
            var image = FirmwareImage.Of(pieces);
            var read = IntelHex.Read(IntelHex.Write(image));
            Assert.Equal(image.Runs.Select(run => run.Address), read.Runs.Select(run => run.Address));
            Assert.All(image.Runs.Zip(read.Runs), pair => Assert.Equal(pair.First.Bytes, pair.Second.Bytes));
            var flash = Uf2.Read(Uf2.Write(image));
            Assert.All(image.Runs, run => Assert.Contains(flash.Runs, page =>
                page.Address <= run.Address && page.Address + page.Bytes.Length >= run.Address && page.Bytes.AsSpan((int)(run.Address - page.Address)).StartsWith(run.Bytes)));
        }
    }

    [Theory]
    [InlineData(".hex", "hello", "line 1 is no record")]
    [InlineData(".hex", ":0300000002337A4F\n", "the checksum of line 1 is wrong")]
    [InlineData(".hex", ":0300000002337A4E\n", "the end record is missing")]
    [InlineData(".hex", ":0400000A9900000059\n", "line 1 has a record of type 10, which holds no program")]
    [InlineData(".uf2", "too short", "9 bytes are no whole blocks of 512")]
    public void A_malformed_image_is_no_image(string extension, string file, string error)
    {
        var programmer = Square("jacdaptor", 4, ("SWDIO~0", 0, 0)).AsBrain(BrainFamilies.BuiltIn[0], ("base" + extension, Encoding.ASCII.GetBytes(file)), "x", "");
        var (artifacts, issues) = FirmwareBuilder.Build(Board(programmer, Sensor("a", "A")));
        Assert.Empty(artifacts);
        Assert.EndsWith(error, Assert.Single(issues).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base, no place", "A", "jacdaptor_1.0: the programmer's image has no placeholder 0")]
    [InlineData("FIRMWARE_PLACEHOLDER_0 FIRMWARE_PLACEHOLDER_0", "A", "jacdaptor_1.0: the programmer's image has more than one placeholder 0")]
    [InlineData("FIRMWARE_PLACEHOLDER_0..", "a sensor's image", null)]
    [InlineData("FIRMWARE_PLACEHOLDER_0..", "a sensor's image that is too long", "jacdaptor_1.0: the image of sensor_1.0 has 33 bytes, placeholder 0 has room for 24")]
    [InlineData("FIRMWARE_PLACEHOLDER_0", null, "jacdaptor_1.0: sensor_1.0 has no firmware image (its package has no firmware/sensor_1.0.bin)")]
    [InlineData(null, "A", "jacdaptor_1.0: jacdaptor_1.0 has no firmware image (its package has no firmware/jacdaptor_1.0.bin)")]
    public void What_cannot_be_completed_is_not_delivered(string? programmer, string? sensor, string? error)
    {
        var board = Board(
            WithFirmware(Square("jacdaptor", 4, ("SWDIO~0", 0, 0)), programmer is null ? [] : [("p.bin", programmer)]),
            WithFirmware(Square("sensor", 4, ("SWDIO~^", 0, 0)), sensor is null ? [] : [("s.bin", sensor)]));
        var (artifacts, issues) = FirmwareBuilder.Build(board);
        Assert.Equal(error is null ? 2 : 0, artifacts.Length);
        Assert.Equal(
            error is null ? [] : [$"FIRMWARE_GENERATION_FAILED moduleIdsAll=[id0-long,id1-long] moduleIdsAllShort=[id0-,id1-] error={error}"],
            issues.Select(i => i.ToString()));
    }

    private static ModulePackage Programmer() => WithFirmware(
        Square("jvm_jacdaptor", 4, ("SWDIO~10", 0, 0), ("SWDIO~1", 1, 0)),
        ("base.bin", "base FIRMWARE_PLACEHOLDER_1........FIRMWARE_PLACEHOLDER_10.......end"));

    private static ModulePackage Sensor(string name, string image) => WithFirmware(Square(name, 4, ("SWDIO~^", 0, 0)), ("s.bin", image));

    private static ModulePackage WithImage(string name, byte[] image)
    {
        var package = Square(name, 4, ("SWDIO~^", 0, 0));
        return new()
        {
            Key = package.Key,
            ContentHash = package.ContentHash,
            Zones = package.Zones,
            Sockets = package.Sockets,
            Layers = package.Layers,
            Firmware = ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty.Add("image.bin", image),
        };
    }

    private static ModulePackage WithFirmware(ModulePackage package, params (string Name, string Image)[] images) => new()
    {
        Key = package.Key,
        ContentHash = package.ContentHash,
        Zones = package.Zones,
        Sockets = package.Sockets,
        Layers = package.Layers,
        Firmware = images.ToImmutableSortedDictionary(i => i.Name, i => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(i.Image), StringComparer.Ordinal),
    };

    private static PlacedBoard Board(params ModulePackage[] packages)
    {
        var project = TestProjects.Board(200, 40, [.. packages.Select((p, i) => (p.Key.Name, -60.0 + 10 * i, 0.0, 0.0))]);
        var (board, _) = BoardPlacer.Place(project, Library([.. packages.DistinctBy(p => p.Key)]), DesignRules.Default);
        return board!;
    }

    private static byte[] Noise(int length)
    {
        var image = new byte[length];
        new Random(length).NextBytes(image);
        return image;
    }

    /// <summary>A reader written from the format's description, checksums checked.</summary>
    private static byte[] ReadHex(byte[] file)
    {
        var image = new SortedDictionary<long, byte>();
        var upper = 0L;
        var lines = Encoding.ASCII.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
        {
            Assert.Equal(':', line[0]);
            var bytes = Convert.FromHexString(line[1..]);
            Assert.Equal(0, bytes.Sum(b => b) % 256);
            Assert.Equal(bytes.Length, bytes[0] + 5);
            if (bytes[3] == 4)
            {
                upper = (bytes[4] << 8 | bytes[5]) * 65536L;
            }

            for (var i = 0; bytes[3] == 0 && i < bytes[0]; i++)
            {
                image.Add(upper + (bytes[1] << 8 | bytes[2]) + i, bytes[4 + i]);
            }
        }

        Assert.Equal(":00000001FF", lines[^1]);
        return [.. image.Values];
    }
}
