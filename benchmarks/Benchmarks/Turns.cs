namespace MakeDevice.Benchmarks;

/// <summary>Runs of several things in turns, so that all have the same machine.</summary>
internal static class Turns
{
    /// <param name="seconds">Processor time for which each is repeated, half of it without counting: as thorough beside other programs.</param>
    /// <returns>Processor time of the fastest run of each, milliseconds.</returns>
    public static double[] LeastCpu(double seconds, params Action[] runs)
    {
        var least = new double[runs.Length];
        for (var pass = 0; pass < 2; pass++)
        {
            Array.Fill(least, double.MaxValue);
            for (var start = Environment.CpuUsage.TotalTime; (Environment.CpuUsage.TotalTime - start).TotalSeconds < seconds * runs.Length / 2;)
            {
                for (var i = 0; i < runs.Length; i++)
                {
                    var before = Environment.CpuUsage.TotalTime;
                    runs[i]();
                    least[i] = Math.Min(least[i], (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
                }
            }
        }

        return least;
    }
}
