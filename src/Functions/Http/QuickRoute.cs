using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Routes a board that is being drawn, for its picture alone: by one core, one board at a time in a process, and no longer than two seconds. A board that
/// takes longer is a job's work.
/// </summary>
public sealed class QuickRoute(TimeProvider clock) : IDisposable
{
    /// <summary>Longest wait for another's board, and longest work on this one, together.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The copper; null where the budget was not enough.</summary>
    /// <param name="board">One that nothing forbids routing.</param>
    public async Task<RoutedBoard?> RouteAsync(PlacedBoard board, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(Budget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            await _turn.WaitAsync(either.Token);
            try
            {
                return await Task.Run(() => BoardStages.Route(BoardStages.PlanInMemory(board), workers: 1, progress: null, either.Token), either.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _turn.Dispose();
}
