using System.Collections.Concurrent;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Routes nets side by side: each worker has scratch memory of its own, and what is shared only changes between the calls.</summary>
internal sealed class Workers(TreeBoard board, Congestion congestion, int count) : IDisposable
{
    private readonly ConcurrentBag<NetRouter> _idle = [];

    /// <summary>Nodes that all workers have expanded; between two calls it does not depend on their number.</summary>
    public long NodesExpanded => _idle.Sum(router => router.NodesExpanded);

    /// <summary>Gives the workers' memory back; one job's serves the next.</summary>
    public void Dispose()
    {
        while (_idle.TryTake(out var router))
        {
            router.Dispose();
        }
    }

    /// <summary>Does something to every net of a batch; the results are in the batch's order.</summary>
    public T[] Run<T>(int[] batch, Func<NetRouter, int, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var results = new T[batch.Length];
        if (count == 1 || batch.Length == 1)
        {
            for (var i = 0; i < batch.Length; i++)
            {
                results[i] = Do(work, batch[i]);
            }

            return results;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = count, CancellationToken = cancellationToken };
        Parallel.For(0, batch.Length, options, i => results[i] = Do(work, batch[i]));
        return results;
    }

    /// <summary>Does something with one worker's memory.</summary>
    public T Do<T>(Func<NetRouter, int, T> work, int net)
    {
        var router = _idle.TryTake(out var idle) ? idle : new NetRouter(board, congestion);
        var result = work(router, net);
        _idle.Add(router);
        return result;
    }
}
