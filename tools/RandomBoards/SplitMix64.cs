namespace MakeDevice.RandomBoards;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). Its sequence is part of what names a
/// random board, so it must never change, as that of System.Random may.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator of its own for the n-th board of a series: any board can be made without those before it.</summary>
    public static SplitMix64 For(ulong seed, int board) => new(new SplitMix64(seed).Next() ^ new SplitMix64((ulong)board).Next());

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>In [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double least, double most) => least + (Unit() * (most - least));

    /// <summary>A multiple of <paramref name="step"/> between two multiples of it, both included.</summary>
    public long Between(long least, long most, long step) => least + (step * (long)(Unit() * ((most - least) / step + 1)));

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[(int)(Unit() * items.Count)];
}
