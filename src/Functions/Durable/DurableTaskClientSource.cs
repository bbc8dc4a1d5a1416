using Microsoft.DurableTask.Client;

namespace TransVox.Functions.Durable;

/// <summary>
/// The client of this process. On Azure Functions a client comes only with an invocation (its binding carries the host's
/// address), while services live in the container: each function that binds one offers it here. Clients of one host are equal and
/// share a channel, so the newest is right for everybody.
/// </summary>
public sealed class DurableTaskClientSource
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile DurableTaskClient? _newest;

    /// <summary>Makes the client of an invocation known.</summary>
    public void Offer(DurableTaskClient client)
    {
        _newest = client;
        _first.TrySetResult();
    }

    /// <summary>The newest client; waits for the first invocation that brings one.</summary>
    public async ValueTask<DurableTaskClient> GetAsync(CancellationToken cancellationToken)
    {
        await _first.Task.WaitAsync(cancellationToken);
        return _newest!;
    }
}
