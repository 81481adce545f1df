using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace MakeDevice.Functions.Tests.Support;

/// <summary>Counts exceptions that are thrown, caught ones too, in what this test starts; other tests run beside it.</summary>
internal sealed class ThrownExceptions : IDisposable
{
    private static readonly AsyncLocal<ThrownExceptions?> Current = new();

    private readonly ConcurrentQueue<string> _types = new();

    public ThrownExceptions()
    {
        Current.Value = this;
        AppDomain.CurrentDomain.FirstChanceException += Note;
    }

    public IReadOnlyCollection<string> Types => _types;

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Note;
        Current.Value = null;
    }

    private void Note(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (Current.Value == this)
        {
            _types.Enqueue($"{thrown.Exception.GetType().Name}: {thrown.Exception.Message}");
        }
    }
}
