using System.Text;

namespace MakeDevice.SampleMaker;

/// <summary>Firmware images that do nothing but have the right shape: a programmer's base image with slots, and images to fill them.</summary>
internal static class Firmware
{
    private const int Slot = 4096;
    private const int Peripheral = 1536;

    /// <summary>A base image with one slot for each receiver; a slot begins with <c>FIRMWARE_PLACEHOLDER_n</c> and is erased flash otherwise.</summary>
    public static byte[] Programmer(string name, int receivers)
    {
        var image = new byte[Slot * (receivers + 1)];
        Array.Fill(image, (byte)0xFF);
        Code(name, Slot / 4).CopyTo(image, 0);
        for (var n = 0; n < receivers; n++)
        {
            Encoding.ASCII.GetBytes($"FIRMWARE_PLACEHOLDER_{n}").CopyTo(image, Slot * (n + 1));
        }

        return image;
    }

    public static byte[] Of(string name) => Code(name, Peripheral);

    // A banner, then bytes that look like code to a diff: a linear congruence seeded by the name.
    private static byte[] Code(string name, int length)
    {
        var image = new byte[length];
        var banner = Encoding.ASCII.GetBytes($"{name} sample image 1.0\0");
        var state = banner.Aggregate(2166136261u, (hash, b) => (hash ^ b) * 16777619u);
        for (var i = 0; i < length; i++)
        {
            state = state * 1664525u + 1013904223u;
            image[i] = i < banner.Length ? banner[i] : (byte)(state >> 24);
        }

        return image;
    }
}
