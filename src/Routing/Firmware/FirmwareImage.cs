using System.Collections.Immutable;
using System.Globalization;

namespace MakeDevice.Routing.Firmware;

/// <summary>Bytes of a flash memory at their addresses.</summary>
/// <param name="Runs">In ascending order; between two there is at least one byte that no run has.</param>
internal sealed record FirmwareImage(ImmutableArray<(long Address, byte[] Bytes)> Runs)
{
    /// <summary>A gap between runs is erased flash in a plain image, and no longer than this.</summary>
    private const int MaxGap = 1024 * 1024;

    private const byte Erased = 0xFF;

    /// <summary>Reads an image by its file's extension: .hex, .uf2, or plain bytes.</summary>
    /// <param name="start">Address of the first byte of a plain image.</param>
    /// <exception cref="FirmwareException">The file is malformed.</exception>
    public static FirmwareImage Read(string fileName, ReadOnlySpan<byte> file, long start) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".hex" => IntelHex.Read(file),
        ".uf2" => Uf2.Read(file),
        _ => new([(start, file.ToArray())]),
    };

    /// <summary>Joins pieces in any order; of pieces that overlap the later one counts.</summary>
    public static FirmwareImage Of(IEnumerable<(long Address, byte[] Bytes)> pieces)
    {
        var runs = ImmutableArray.CreateBuilder<(long Address, byte[] Bytes)>();
        var run = new List<byte>();
        var start = 0L;
        foreach (var (address, bytes) in pieces.Where(piece => piece.Bytes.Length > 0).Select((piece, i) => (piece, i)).OrderBy(p => p.piece.Address).ThenBy(p => p.i).Select(p => p.piece))
        {
            if (run.Count > 0 && address > start + run.Count)
            {
                runs.Add((start, [.. run]));
                run.Clear();
            }

            start = run.Count == 0 ? address : start;
            var kept = (int)(address - start);
            var overlap = Math.Min(bytes.Length, run.Count - kept);
            for (var i = 0; i < overlap; i++)
            {
                run[kept + i] = bytes[i];
            }

            run.AddRange(bytes.AsSpan(overlap));
        }

        if (run.Count > 0)
        {
            runs.Add((start, [.. run]));
        }

        return new(runs.ToImmutable());
    }

    /// <summary>One run of bytes, gaps filled as erased flash; null where a gap is too long for that, as before settings far from the program.</summary>
    public byte[]? Flat()
    {
        var flat = new List<byte>();
        foreach (var (address, bytes) in Runs)
        {
            var gap = flat.Count == 0 ? 0 : address - Runs[0].Address - flat.Count;
            if (gap > MaxGap)
            {
                return null;
            }

            flat.AddRange(Enumerable.Repeat(Erased, (int)gap));
            flat.AddRange(bytes);
        }

        return [.. flat];
    }

    internal static FirmwareException Malformed(string format, FormattableString what) =>
        new($"{format}: {what.ToString(CultureInfo.InvariantCulture)}");
}
