using System.Globalization;
using System.Text;

namespace MakeDevice.Routing.Firmware;

/// <summary>
/// The places in a programmer's image where images of peripheral modules go: the ASCII text <c>FIRMWARE_PLACEHOLDER_n</c>, n being the number of
/// the programmer's receiver, and the filler after it, one byte again and again. What follows is the programmer's own again (its length of the
/// place, say), and the text without a number is its own, too.
/// </summary>
internal sealed class FirmwarePlaceholders
{
    private const int MostDigits = 3;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("FIRMWARE_PLACEHOLDER_");

    private readonly List<(int Number, int Run, int Offset, int Room)> _found = [];

    public static FirmwarePlaceholders Find(FirmwareImage image)
    {
        var placeholders = new FirmwarePlaceholders();
        for (var run = 0; run < image.Runs.Length; run++)
        {
            placeholders.Find(image.Runs[run].Bytes, run);
        }

        return placeholders;
    }

    /// <summary>Where the placeholder of that number is, and how many bytes it may take.</summary>
    /// <exception cref="FirmwareException">There is none, or more than one.</exception>
    public (int Run, int Offset, int Room) Place(int number)
    {
        var matches = _found.Where(placeholder => placeholder.Number == number).ToList();
        return matches is [var only]
            ? (only.Run, only.Offset, only.Room)
            : throw new FirmwareException(string.Create(CultureInfo.InvariantCulture,
                $"the programmer's image has {(matches.Count == 0 ? "no" : "more than one")} placeholder {number}"));
    }

    private void Find(ReadOnlySpan<byte> image, int run)
    {
        for (var at = image.IndexOf(Mark); at >= 0;)
        {
            var digits = at + Mark.Length;
            var end = digits;
            while (end < image.Length && end - digits < MostDigits && char.IsAsciiDigit((char)image[end]))
            {
                end++;
            }

            if (end > digits)
            {
                var number = int.Parse(image[digits..end], NumberStyles.None, CultureInfo.InvariantCulture);
                _found.Add((number, run, at, end - at + FillerAt(image[end..])));
            }

            var next = image[digits..].IndexOf(Mark);
            at = next < 0 ? -1 : digits + next;
        }
    }

    private static int FillerAt(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return 0;
        }

        var length = rest.IndexOfAnyExcept(rest[0]);
        return length < 0 ? rest.Length : length;
    }
}

/// <summary>Why a programmer's firmware could not be made.</summary>
internal sealed class FirmwareException(string error) : Exception(error);
