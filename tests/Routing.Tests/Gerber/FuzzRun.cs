using System.Diagnostics;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Tests.Gerber;

/// <summary>Feeds damaged files to a reader: it may refuse them with its own exception, quickly and within bounds, and nothing else.</summary>
internal static class FuzzRun
{
    /// <summary>Longest time for one input; generous, since machines stall.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Most memory that one input may cost, in bytes allocated.</summary>
    private const long MostBytes = 150_000_000;

    /// <param name="use">Reads the bytes and uses the result.</param>
    /// <returns>How many inputs were read, how many refused.</returns>
    public static (int Read, int Refused) Over(Mutator mutator, int inputs, Action<byte[]> use)
    {
        var (read, refused) = (0, 0);
        for (var i = 0; i < inputs; i++)
        {
            var input = mutator.Next();
            var (clock, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                use(input);
                read++;
            }
            catch (GerberException refusal)
            {
                refused++;
                Assert.Matches("^(GERBER|EXCELLON)_INVALID file=fuzz line=[0-9]+ error=[^\n]+$", refusal.Message);
            }
            catch (Exception exception)
            {
                Assert.Fail($"input {i} ({Save(input)}): {exception}");
            }

            if (Stopwatch.GetElapsedTime(clock) > Patience || GC.GetAllocatedBytesForCurrentThread() - before > MostBytes)
            {
                Assert.Fail($"input {i} ({Save(input)}) took {Stopwatch.GetElapsedTime(clock)} and {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
            }
        }

        return (read, refused);
    }

    private static string Save(byte[] input)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fuzz-{Guid.NewGuid():N}");
        File.WriteAllBytes(path, input);
        return path;
    }
}
