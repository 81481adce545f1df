using System.Buffers;
using System.Runtime.CompilerServices;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// Arrays of the shared pool. Very large ones, which few boards need, are not kept there: they are just as long as asked for, and given
/// back to the system in time.
/// </summary>
internal static class PooledArray
{
    private const long MostPooledBytes = 1 << 25;

    /// <summary>An array with anything in it; to be given back with <see cref="Return"/>.</summary>
    /// <param name="length">At least.</param>
    public static T[] Rent<T>(int length) =>
        IsPooled<T>(length) ? ArrayPool<T>.Shared.Rent(length) : GC.AllocateUninitializedArray<T>(length);

    public static void Return<T>(T[] array)
    {
        if (IsPooled<T>(array.Length))
        {
            ArrayPool<T>.Shared.Return(array);
        }
    }

    /// <summary>Moves what an array holds to one of at least twice its length, and gives the old one back.</summary>
    /// <param name="used">Entries that count, from the first on.</param>
    /// <param name="least">Its length at least.</param>
    public static void Grow<T>(ref T[] array, int used, int least = 0)
    {
        var grown = Rent<T>(Math.Max(2 * array.Length, least));
        array.AsSpan(0, used).CopyTo(grown);
        Return(array);
        array = grown;
    }

    /// <summary>Sees to it that an array has room for more entries than count as yet.</summary>
    /// <param name="used">Entries that count, from the first on.</param>
    public static void Reserve<T>(ref T[] array, int used, int more)
    {
        if (used + more > array.Length)
        {
            Grow(ref array, used, used + more);
        }
    }

    private static bool IsPooled<T>(int length) => (long)length * Unsafe.SizeOf<T>() <= MostPooledBytes;
}
