using TransVox.LocalHost.Durable.Execution;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>
/// What client calls do, as commands for the engine's thread. Every answer waits for the commit of the batch, even one that
/// changed nothing: what it reports may be in that batch.
/// </summary>
internal sealed class EngineOperations(EngineParts parts, InstanceTable instances, InstanceRunner runner)
{
    /// <summary>Starts an instance; the answer is whether its id was free.</summary>
    public ClientCall<bool> Start(string id, string name, string? input) => Call<bool>(call =>
    {
        call.Result = !instances.Exists(id);
        if (call.Result)
        {
            runner.Start(id, name, input);
        }
    });

    public ClientCall<bool> Raise(string id, string eventName, string? payload) => Call<bool>(_ =>
        runner.Deliver(id, -1, null, new HistoryEvent(EventKind.EventRaised, Name: eventName, Payload: payload)));

    public ClientCall<bool> Terminate(string id, string? reason) => Call<bool>(_ => runner.Terminate(id, reason));

    public ClientCall<bool> Signal(EntityId id, string operation, string? input) => Call<bool>(_ =>
        parts.Messages.Send(new EntityRequest(id.Name, id.Key, operation, input)));

    /// <summary>Deletes an ended instance; the answer is whether there was one.</summary>
    public ClientCall<bool> Purge(string id) => new(call => Purge(id, call));

    /// <summary>Deletes ended instances last touched before a time (UTC ticks); the answer is how many.</summary>
    public ClientCall<int> PurgeEnded(long before, int limit) => Call<int>(call => call.Result = instances.PurgeEnded(before, limit));

    /// <summary>Answers once the instance has ended: true, or false when there is none.</summary>
    public ClientCall<bool> WhenEnded(string id) => new(call =>
    {
        call.Result = runner.WhenEnded(id, call);
        if (!call.Result)
        {
            parts.Batch.AfterCommit(call);
        }
    });

    /// <summary>Forgets a <see cref="WhenEnded"/> whose caller has given up.</summary>
    public EngineCommand StopWaiting(string id, ClientCall<bool> waiter) => new EngineAction(() => parts.Waiters.Remove(id, waiter));

    private ClientCall<T> Call<T>(Action<ClientCall<T>> body) => new(call =>
    {
        body(call);
        parts.Batch.AfterCommit(call);
    });

    private void Purge(string id, ClientCall<bool> call)
    {
        if (instances.Purge(id) is { } purged)
        {
            call.Result = purged;
            parts.Batch.AfterCommit(call);
        }
        else
        {
            // Its end is in a batch that is not durable yet, this one at the latest: ask again then.
            parts.Batch.AfterCommit(new Retry(parts, call));
        }
    }

    private sealed class Retry(EngineParts parts, ClientCall<bool> call) : IEffect
    {
        public void Release() => parts.Post(call.Run);

        public void Abandon(Exception reason) => call.Abandon(reason);
    }
}
