using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite.Engine;

/// <summary>
/// What client calls do, as commands for the engine's thread. Every answer waits for the commit of the batch, even one that
/// changed nothing: what it reports may be in that batch.
/// </summary>
internal sealed class EngineOperations(EngineParts parts, InstanceTable instances, InstanceRunner runner, InstanceInbox inbox, Rewinder rewinder)
{
    /// <summary>Starts an instance. The answer is null, or the status of the one that keeps the id.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="keeps">Statuses in which an instance of the same id is not replaced.</param>
    public ClientCall<InstanceStatus?> Start(StartRequest request, Predicate<InstanceStatus> keeps) => Call<InstanceStatus?>(call =>
    {
        if (instances.StatusOf(request.Id) is { } status)
        {
            if (keeps(status))
            {
                call.Result = status;
                return;
            }

            runner.Terminate(request.Id, output: null, recursive: false);
        }

        inbox.Start(request);
    });

    /// <summary>Delivers something to an instance, if it is active.</summary>
    public ClientCall<bool> Deliver(string id, HistoryEvent input) => Call<bool>(_ => parts.Messages.Send(new InstanceInput(id, -1, null, input)));

    /// <summary>Ends an instance, if it is active.</summary>
    public ClientCall<bool> Terminate(string id, string? output, bool recursive) => Call<bool>(_ => runner.Terminate(id, output, recursive));

    public ClientCall<bool> Signal(EntityInstanceId id, string operation, string? input, long due) => Call<bool>(_ =>
        parts.Messages.Send(new EntityRequest(id.Name, id.Key, operation, input) { Due = due }));

    /// <summary>Deletes ended instances; the answer is how many there were.</summary>
    public ClientCall<int> Purge(IReadOnlyList<string> ids, bool recursive) => new(call => Purge(ids, recursive, call));

    /// <summary>Runs a failed instance again; the answer is false when its history has no failed task, null when there is no failed instance.</summary>
    public ClientCall<bool?> Rewind(string id, string reason) => new(call =>
    {
        if (instances.StatusOf(id) != InstanceStatus.Failed)
        {
            parts.Batch.AfterCommit(call);
        }
        else if (instances.LoadEnded(runner, id) is { } entry)
        {
            call.Result = rewinder.Rewind(entry, reason);
            parts.Batch.AfterCommit(call);
        }
        else
        {
            AskAgain(call);
        }
    });

    /// <summary>Answers once the instance has ended: true, or false when there is none.</summary>
    public ClientCall<bool> WhenEnded(string id) => WaitFor(id, parts.EndWaiters, () => instances.StatusOf(id) is { } status ? status >= InstanceStatus.Completed : null);

    /// <summary>Answers once the instance has begun: true, or false when there is none.</summary>
    public ClientCall<bool> WhenStarted(string id) => WaitFor(id, parts.StartWaiters, () => instances.StatusOf(id) is { } status ? status != InstanceStatus.Pending : null);

    /// <summary>Answers once the instance has changed since then, or is purged: true, or false when there is none.</summary>
    public ClientCall<bool> WhenChanged(string id, long since) => WaitFor(id, parts.ChangeWaiters, () => instances.UpdatedOf(id) is { } updated ? updated != since : null);

    /// <summary>Forgets a wait for an instance whose caller has given up.</summary>
    public EngineCommand StopWaiting(string id, ClientCall<bool> waiter) => new EngineAction(() =>
    {
        parts.StartWaiters.Remove(id, waiter);
        parts.EndWaiters.Remove(id, waiter);
        parts.ChangeWaiters.Remove(id, waiter);
    });

    private ClientCall<T> Call<T>(Action<ClientCall<T>> body) => new(call =>
    {
        body(call);
        parts.Batch.AfterCommit(call);
    });

    /// <param name="id">The instance.</param>
    /// <param name="waiters">Who is told.</param>
    /// <param name="hasHappened">Null: there is no such instance.</param>
    private ClientCall<bool> WaitFor(string id, InstanceWaiters waiters, Func<bool?> hasHappened) => new(call =>
    {
        var happened = hasHappened();
        call.Result = happened is not null;
        if (happened == false)
        {
            waiters.Add(id, call);
        }
        else
        {
            parts.Batch.AfterCommit(call);
        }
    });

    private void Purge(IReadOnlyList<string> ids, bool recursive, ClientCall<int> call)
    {
        var all = ids;
        if (recursive)
        {
            var family = new List<string>(ids);
            for (var n = 0; n < family.Count; n++)
            {
                family.AddRange(instances.ChildrenOf(family[n]));
            }

            all = family;
        }

        foreach (var id in all)
        {
            switch (instances.Purge(id))
            {
                case true:
                    call.Result++;
                    break;
                case null:
                    // Its end is in a batch that is not durable yet, this one at the latest: ask again then.
                    AskAgain(call);
                    return;
            }
        }

        parts.Batch.AfterCommit(call);
    }

    private void AskAgain(EngineCommand call) => parts.Batch.AfterCommit(new Retry(parts, call));

    private sealed class Retry(EngineParts parts, EngineCommand call) : IEffect
    {
        public void Release() => parts.Post(call.Run);

        public void Abandon(Exception reason) => call.Abandon(reason);
    }
}
