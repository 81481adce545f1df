using System.Collections.Concurrent;
using Grpc.Core;
using MakeDevice.StandInHost.Rpc;

namespace MakeDevice.StandInHost;

/// <summary>The stream between this host and its one worker: every question gets the answer with its id; log lines are kept.</summary>
internal sealed class WorkerStream : FunctionRpc.FunctionRpcBase, IDisposable
{
    private readonly TaskCompletionSource<IServerStreamWriter<StreamingMessage>> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _asked = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>What the worker wrote, through the host's log and on its own output.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Ends when the worker has opened its stream.</summary>
    public Task Connected => _connected.Task;

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        try
        {
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                Take(requestStream.Current, responseStream);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The worker has gone; who waits for it is told below.
        }
        finally
        {
            foreach (var waiting in _asked.Values)
            {
                waiting.TrySetException(new IOException("The worker has closed its stream."));
            }
        }
    }

    /// <summary>Sends a message and waits for the answer to it.</summary>
    public async Task<StreamingMessage> AskAsync(StreamingMessage message, CancellationToken cancellationToken)
    {
        var stream = await _connected.Task.WaitAsync(cancellationToken);
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        message.RequestId = Guid.NewGuid().ToString();
        _asked[message.RequestId] = answer;
        try
        {
            await SendAsync(stream, message, cancellationToken);
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _asked.TryRemove(message.RequestId, out _);
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> stream, StreamingMessage message, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(message, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Take(StreamingMessage message, IServerStreamWriter<StreamingMessage> stream)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                _connected.TrySetResult(stream);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                Log.Enqueue($"{message.RpcLog.Category}: {message.RpcLog.Message} {message.RpcLog.Properties} {message.RpcLog.Exception}");
                break;
            case not StreamingMessage.ContentOneofCase.None when _asked.TryGetValue(message.RequestId, out var waiting):
                waiting.TrySetResult(message);
                break;
        }
    }
}
