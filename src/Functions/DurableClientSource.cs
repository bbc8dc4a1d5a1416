using Microsoft.DurableTask.Client;

namespace TransVox.Functions;

/// <summary>
/// The client of this process. On Azure Functions a client comes only with an invocation (its binding carries the host's
/// address), while services live in the container: each function that binds one offers it here, before it calls a service. Clients
/// of one host are equal and share a channel, so the newest is right for everybody.
/// </summary>
public sealed class DurableClientSource : IDurableTaskClientProvider
{
    private volatile DurableTaskClient? _newest;

    /// <summary>Makes the client of an invocation known.</summary>
    public void Offer(DurableTaskClient client) => _newest = client;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A function that has no client binding called a service that needs one.</exception>
    public DurableTaskClient GetClient(string? name = null) =>
        _newest ?? throw new InvalidOperationException("No function with a [DurableClient] has been invoked in this process yet.");
}
