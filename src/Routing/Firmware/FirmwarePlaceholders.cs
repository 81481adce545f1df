using System.Globalization;
using System.Text;

namespace MakeDevice.Routing.Firmware;

/// <summary>
/// The places in a programmer's image where images of peripheral modules go: the ASCII text <c>FIRMWARE_PLACEHOLDER_n</c>, n being the number of
/// the programmer's receiver. From its first byte to the next placeholder, or to the end of the image, there is room for the peripheral's image.
/// </summary>
internal sealed class FirmwarePlaceholders
{
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("FIRMWARE_PLACEHOLDER_");

    private readonly List<(int Number, int Offset)> _found = [];
    private readonly int _end;

    private FirmwarePlaceholders(int end) => _end = end;

    public static FirmwarePlaceholders Find(ReadOnlySpan<byte> image)
    {
        var placeholders = new FirmwarePlaceholders(image.Length);
        for (var at = image.IndexOf(Mark); at >= 0;)
        {
            var digits = at + Mark.Length;
            var end = digits;
            while (end < image.Length && end - digits < 3 && char.IsAsciiDigit((char)image[end]))
            {
                end++;
            }

            if (end > digits)
            {
                placeholders._found.Add((int.Parse(image[digits..end], NumberStyles.None, CultureInfo.InvariantCulture), at));
            }

            var next = image[digits..].IndexOf(Mark);
            at = next < 0 ? -1 : digits + next;
        }

        return placeholders;
    }

    /// <summary>Where the placeholder of that number is and how many bytes it may take.</summary>
    /// <exception cref="FirmwareException">There is none, or more than one.</exception>
    public (int Offset, int Room) Place(int number)
    {
        var matches = _found.Where(placeholder => placeholder.Number == number).ToList();
        if (matches.Count != 1)
        {
            throw new FirmwareException(string.Create(CultureInfo.InvariantCulture,
                $"the programmer's image has {(matches.Count == 0 ? "no" : "more than one")} placeholder {number}"));
        }

        var offset = matches[0].Offset;
        return (offset, _found.Select(placeholder => placeholder.Offset).Where(other => other > offset).DefaultIfEmpty(_end).Min() - offset);
    }
}

/// <summary>Why a programmer's firmware could not be made.</summary>
internal sealed class FirmwareException(string error) : Exception(error);
