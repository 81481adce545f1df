using System.Buffers;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Arrays of the shared pool that grow.</summary>
internal static class PooledArray
{
    /// <summary>Moves what an array holds to one of at least twice its length, and gives the old one back.</summary>
    /// <param name="used">Entries that count, from the first on.</param>
    /// <param name="least">Its length at least.</param>
    public static void Grow<T>(ref T[] array, int used, int least = 0)
    {
        var grown = ArrayPool<T>.Shared.Rent(Math.Max(2 * array.Length, least));
        array.AsSpan(0, used).CopyTo(grown);
        ArrayPool<T>.Shared.Return(array);
        array = grown;
    }
}
