using System.Runtime.ExceptionServices;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// Threads that share one batch of work after another with the thread that has it, each with scratch memory of its own. Between two batches they stay awake for
/// a moment: a batch takes about a millisecond, and a thread that sleeps needs a tenth of that to wake. They begin with the first batch that is worth sharing.
/// </summary>
/// <param name="make">Makes a worker's memory, when it is first needed.</param>
internal sealed class Crew<T>(int workers, Func<T> make) : IDisposable
    where T : class, IDisposable
{
    /// <summary>Looks for work before a thread sleeps; some tenths of a millisecond.</summary>
    private const int LooksAwake = 500;

    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _isDone = new(false, LooksAwake);
    private readonly List<(Thread Thread, ManualResetEventSlim IsCalled)> _members = [];
    private readonly T?[] _scratch = new T?[workers];
    private Action<T, int> _work = (_, _) => { };
    private ExceptionDispatchInfo? _error;
    private int _count;
    private int _next;
    private int _active;
    private bool _isOpen;
    private bool _isOver;

    /// <summary>Most threads at work.</summary>
    public int Workers => workers;

    /// <summary>The memory of the thread that has the work.</summary>
    public T Own => Scratch(0);

    /// <summary>The memory of all workers that have done something.</summary>
    public IEnumerable<T> All => _scratch.OfType<T>();

    /// <summary>Does something for each number below a count: each worker takes the next one when it is done with its last.</summary>
    /// <param name="work">Takes the worker's memory and the number. What it throws is thrown here.</param>
    public void ForEach(int count, Action<T, int> work)
    {
        if (count <= 1 || workers == 1)
        {
            for (var i = 0; i < count; i++)
            {
                work(Own, i);
            }

            return;
        }

        Begin(count, work);
        Share(0);
        End();
    }

    public void Dispose()
    {
        _isOver = true;
        foreach (var (thread, isCalled) in _members)
        {
            isCalled.Set();
            thread.Join();
            isCalled.Dispose();
        }

        _isDone.Dispose();
        foreach (var scratch in All)
        {
            scratch.Dispose();
        }
    }

    private T Scratch(int worker) => _scratch[worker] ??= make();

    private void Begin(int count, Action<T, int> work)
    {
        while (_members.Count < workers - 1)
        {
            Add(_members.Count + 1);
        }

        lock (_gate)
        {
            (_work, _count, _next, _error, _isOpen) = (work, count, -1, null, true);
            _isDone.Reset();
        }

        foreach (var (_, isCalled) in _members)
        {
            isCalled.Set();
        }
    }

    /// <summary>Waits for those who still work; who has not come yet is not waited for.</summary>
    private void End()
    {
        bool isAlone;
        lock (_gate)
        {
            _isOpen = false;
            isAlone = _active == 0;
        }

        if (!isAlone)
        {
            _isDone.Wait();
        }

        _error?.Throw();
    }

    private void Add(int worker)
    {
        var isCalled = new ManualResetEventSlim(false, LooksAwake);
        var thread = new Thread(() => Stand(worker, isCalled)) { IsBackground = true };
        _members.Add((thread, isCalled));
        thread.Start();
    }

    private void Stand(int worker, ManualResetEventSlim isCalled)
    {
        while (true)
        {
            isCalled.Wait();
            isCalled.Reset();
            if (_isOver)
            {
                return;
            }

            if (Enter())
            {
                Share(worker);
                Leave();
            }
        }
    }

    private bool Enter()
    {
        lock (_gate)
        {
            _active += _isOpen ? 1 : 0;
            return _isOpen;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_active == 0 && !_isOpen)
            {
                _isDone.Set();
            }
        }
    }

    private void Share(int worker)
    {
        try
        {
            for (var i = Interlocked.Increment(ref _next); i < _count; i = Interlocked.Increment(ref _next))
            {
                _work(Scratch(worker), i);
            }
        }
        catch (Exception e)
        {
            // The others stop after what they are at; the caller is told.
            Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(e), null);
            Interlocked.Exchange(ref _next, _count);
        }
    }
}
