using System.Text;

namespace MakeDevice.Routing.Tests.Gerber;

/// <summary>Damages files at random, the same way for the same seed: bits, bytes, numbers, lines, and pieces of other files.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> corpus, IReadOnlyList<string> dictionary)
{
    private readonly Random _random = new(seed);

    /// <summary>The next damaged file.</summary>
    public byte[] Next()
    {
        var bytes = new List<byte>(corpus[_random.Next(corpus.Count)]);
        for (var left = 1 + _random.Next(6); left > 0; left--)
        {
            Damage(bytes);
        }

        return [.. bytes];
    }

    private void Damage(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(_random.Next(1 << _random.Next(1, 9)), bytes.Count - at);
        switch (_random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes.Insert(at, (byte)_random.Next(256));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                var other = corpus[_random.Next(corpus.Count)];
                var from = _random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(_random.Next(400), other.Length - from)).ToArray());
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                ReplaceNumber(bytes, at);
                break;
            case 7:
                SwapLines(bytes, at, length);
                break;
            default:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(dictionary[_random.Next(dictionary.Count)]));
                break;
        }
    }

    private void ReplaceNumber(List<byte> bytes, int at)
    {
        var start = bytes.FindIndex(at, b => char.IsAsciiDigit((char)b));
        if (start < 0)
        {
            return;
        }

        var end = start;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end]))
        {
            end++;
        }

        string[] numbers = ["0", "1", "-1", "2147483648", "99999999999999999999", "1000000000", "0.0000001", "1e308", "", "-", "."];
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(numbers[_random.Next(numbers.Length)]));
    }

    private void SwapLines(List<byte> bytes, int at, int length)
    {
        var moved = bytes.GetRange(at, length);
        bytes.RemoveRange(at, length);
        bytes.InsertRange(_random.Next(bytes.Count + 1), moved);
    }
}
