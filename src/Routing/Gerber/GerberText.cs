using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MakeDevice.Routing.Gerber;

/// <summary>A growing UTF-8 buffer on pooled memory, for Gerber and Excellon text: no string is made for a number.</summary>
internal sealed class GerberText : IDisposable
{
    /// <summary>What has a meaning in Gerber text.</summary>
    private const string Special = "%*,\\";

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    public void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
    }

    public void Add(string text)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, room);
    }

    /// <summary>A letter and an integer, for instance <c>X-1200000</c>.</summary>
    public void Add(char letter, long value)
    {
        var room = Room(24);
        room[0] = (byte)letter;
        Utf8Formatter.TryFormat(value, room[1..], out var digits);
        _length += 1 + digits;
    }

    public void Add(long value)
    {
        Utf8Formatter.TryFormat(value, Room(24), out var digits);
        _length += digits;
    }

    /// <summary>Nanometres as exact decimal millimetres, trailing zeros left out down to <paramref name="leastDecimals"/>.</summary>
    public void AddMillimetres(long nanometres, int leastDecimals = 0)
    {
        var magnitude = (ulong)Math.Abs(nanometres);
        if (nanometres < 0)
        {
            Add("-"u8);
        }

        Add((long)(magnitude / 1_000_000));
        var fraction = (int)(magnitude % 1_000_000);
        var decimals = 6;
        while (decimals > leastDecimals && fraction % 10 == 0)
        {
            fraction /= 10;
            decimals--;
        }

        if (decimals > 0)
        {
            AddFraction(fraction, decimals);
        }
    }

    /// <summary>An angle in degrees with at most nine decimals.</summary>
    public void AddDegrees(double degrees)
    {
        degrees.TryFormat(Room(40), out var written, "0.#########", System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>A field of an attribute: what has a meaning in Gerber, and controls, become <c>\uXXXX</c> (specification 3.4.3).</summary>
    public void AddField(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && text.AsSpan().IndexOfAny(Special) < 0)
        {
            Add(text);
            return;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                Add(text.Substring(i++, 2));
            }
            else if (Special.Contains(text[i], StringComparison.Ordinal) || char.IsControl(text[i]) || char.IsSurrogate(text[i]))
            {
                AddEscape(text[i]);
            }
            else
            {
                Add(text[i].ToString());
            }
        }
    }

    private void AddEscape(char character)
    {
        var room = Room(6);
        "\\u"u8.CopyTo(room);
        Utf8Formatter.TryFormat((uint)character, room[2..], out var digits, new StandardFormat('X', 4));
        _length += 2 + digits;
    }

    private void AddFraction(int fraction, int decimals)
    {
        var room = Room(decimals + 1);
        room[0] = (byte)'.';
        for (var i = decimals; i > 0; i--)
        {
            room[i] = (byte)('0' + fraction % 10);
            fraction /= 10;
        }

        _length += decimals + 1;
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + length));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(_length);
    }
}
