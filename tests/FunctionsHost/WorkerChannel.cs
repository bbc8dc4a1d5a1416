using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using TransVox.FunctionsHost.Protocol;

namespace TransVox.FunctionsHost;

/// <summary>The stream between this host and the worker process: questions with their answers, cancellations, and the worker's log.</summary>
public sealed class WorkerChannel(ILoggerFactory loggers) : FunctionRpc.FunctionRpcBase
{
    private readonly Channel<StreamingMessage> _outbound = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _open = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _ended;

    /// <summary>The worker has said who it is.</summary>
    public Task Connected => _connected.Task;

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        var writing = WriteAsync(responseStream, context.CancellationToken);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
                Take(message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The process has gone, which is what the end of the stream says too.
        }
        finally
        {
            End();
            await writing;
        }
    }

    /// <summary>Sends a question and waits for its answer.</summary>
    /// <exception cref="WorkerProcessExitException">The worker is gone.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage question)
    {
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[question.RequestId] = answer;
        if (!_outbound.Writer.TryWrite(question) || _ended)
            answer.TrySetException(new WorkerProcessExitException());
        return await answer.Task;
    }

    /// <summary>Sends what has no answer.</summary>
    public void Tell(StreamingMessage message) => _outbound.Writer.TryWrite(message);

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                _connected.TrySetResult();
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                var log = message.RpcLog;
                var text = log.Exception is null ? log.Message : $"{log.Message}\n{log.Exception.Message}\n{log.Exception.StackTrace}";
                loggers.CreateLogger(log.Category.Length == 0 ? "Worker" : log.Category).Log((LogLevel)log.Level, "{Message}", text);
                break;
            default:
                if (_open.TryRemove(message.RequestId, out var answer))
                    answer.TrySetResult(message);
                break;
        }
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outbound.Reader.ReadAllAsync(cancellationToken))
                await stream.WriteAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The process has gone: whoever waits for it is told by End.
        }
    }

    private void End()
    {
        _ended = true;
        _outbound.Writer.TryComplete();
        foreach (var answer in _open.Values)
            answer.TrySetException(new WorkerProcessExitException());
    }
}
