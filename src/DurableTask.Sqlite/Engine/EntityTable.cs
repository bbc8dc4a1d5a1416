using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Engine;

/// <summary>The entities in memory. Belongs to the engine's thread, which makes operations run one at a time.</summary>
internal sealed class EntityTable(EngineParts parts, StoreReader reader, Func<string, EntityRunner> runnerOf, Predicate<LockHolder> isAlive)
{
    private readonly Dictionary<EntityInstanceId, EntityEntry> _entries = [];
    private readonly Dictionary<string, EntityRunner> _runners = new(StringComparer.Ordinal);
    private readonly LinkedList<EntityEntry> _byUse = new();
    private readonly ILogger _log = parts.Services.Loggers.CreateLogger("Microsoft.DurableTask.Worker.Entities");
    private long _lastKey;

    public void Recover() => _lastKey = DurableStore.Max(reader.Connection, "entities", "key");

    public void Receive(Envelope envelope)
    {
        var entry = Find(envelope.Message switch
        {
            EntityRequest request => new EntityInstanceId(request.Name, request.Key),
            LockRequest request => EntityInstanceId.FromString(request.Entities[request.Position]),
            LockRelease release => EntityInstanceId.FromString(release.Entity),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not for an entity."),
        });
        if (envelope.Message is LockRelease leave)
        {
            MessageQueue.Done(envelope, parts.Batch);
            if (entry.LockedBy == leave.Holder)
            {
                Lock(entry, null);
                Resume(entry);
            }
        }
        else if (entry.IsBusy || (!IsOfSection(envelope.Message, entry.LockedBy) && (entry.LockedBy is not null || entry.Waiting.Count > 0)))
        {
            entry.Waiting.Enqueue(envelope);
            parts.Messages.Park(envelope);
        }
        else
        {
            Run(entry, envelope);
        }
    }

    /// <summary>Adds what the batch changed to its writes.</summary>
    public void Cut(Batch batch)
    {
        foreach (var entry in batch.Entities)
        {
            if (!entry.IsBusy)
            {
                entry.EndBatch();
            }

            Add(batch, entry, forceSnapshot: false);
        }
    }

    /// <summary>Replaces logs by snapshots, so that the next start, perhaps of a newer release, replays no operations.</summary>
    public void SnapshotAll(Batch batch)
    {
        foreach (var entry in _entries.Values)
        {
            Add(batch, entry, forceSnapshot: true);
        }
    }

    /// <summary>Drops the entities used longest ago that are wholly in the store.</summary>
    public void Trim(long committedBatch)
    {
        for (var node = _byUse.First; node is not null && _entries.Count > parts.Options.MaxEntitiesInMemory;)
        {
            var (entry, next) = (node.Value, node.Next);
            if (entry.LastBatch <= committedBatch && entry.IsIdle)
            {
                _byUse.Remove(node);
                _entries.Remove(entry.Id);
                parts.Counters.Evicted();
            }

            node = next;
        }
    }

    private static bool IsOfSection(Message message, LockHolder? holder) =>
        holder is not null && message is EntityRequest { Caller: { } caller } call && caller == holder.Instance && call.Execution == holder.Execution;

    private void Add(Batch batch, EntityEntry entry, bool forceSnapshot)
    {
        if (entry.Cut(parts.Options, forceSnapshot, parts.UtcTicks, parts.Counters) is { } write)
        {
            batch.Writes.Entities.Add(write);
        }
    }

    // After a section was left, or an operation that took its time ended.
    private void Resume(EntityEntry entry)
    {
        while (!entry.IsBusy && entry.LockedBy is null && entry.Waiting.TryDequeue(out var envelope))
        {
            Run(entry, envelope);
        }
    }

    private void Run(EntityEntry entry, Envelope envelope)
    {
        parts.Batch.Weight++;
        switch (envelope.Message)
        {
            case EntityRequest request:
                Operate(entry, envelope, request);
                break;
            case LockRequest request when isAlive(request.Holder):
                MessageQueue.Done(envelope, parts.Batch);
                Lock(entry, request.Holder);
                parts.Messages.Send(request.Position + 1 < request.Entities.Length
                    ? request with { Position = request.Position + 1 }
                    : new InstanceInput(
                        request.Holder.Instance,
                        request.Holder.Execution,
                        EventKind.LockRequested,
                        new HistoryEvent(EventKind.LockAcquired, Id: request.Holder.Request)));
                break;
            default:
                // Whoever wanted the lock is gone, and has given up those that it had.
                MessageQueue.Done(envelope, parts.Batch);
                break;
        }
    }

    private void Lock(EntityEntry entry, LockHolder? holder)
    {
        entry.Lock(holder, parts.Batch.Number);
        parts.Batch.Entities.Add(entry);
    }

    private void Operate(EntityEntry entry, Envelope envelope, EntityRequest request)
    {
        parts.Counters.EntityOperation();
        var op = new EntityOp(request.Operation, request.Input, parts.UtcTicks);
        var context = new EntityContext(entry.Id, parts.Services.Converter);
        ValueTask<object?> task;
        try
        {
            task = entry.RunAsync(op, context);
        }
        catch (Exception e)
        {
            // The boundary of user code: the caller gets it as an EntityOperationFailedException.
            task = ValueTask.FromException<object?>(e);
        }

        if (!task.IsCompleted && parts.Options.ReplayableEntities.Contains(entry.Id.Name))
        {
            task = ValueTask.FromException<object?>(new InvalidOperationException(
                $"Operation '{op.Operation}' awaited something, which an entity that is declared as replayable must not."));
        }

        if (task.IsCompleted)
        {
            End(entry, envelope, op, context, task);
            return;
        }

        // It stays stored until then: after a crash it is run again.
        entry.IsBusy = true;
        parts.Messages.Park(envelope);
        _ = WatchAsync(task.AsTask(), entry, envelope, op, context);
    }

    private async Task WatchAsync(Task<object?> task, EntityEntry entry, Envelope envelope, EntityOp op, EntityContext context)
    {
        await task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        parts.Post(() =>
        {
            entry.IsBusy = false;
            End(entry, envelope, op, context, new ValueTask<object?>(task));
            Resume(entry);
        });
    }

    private void End(EntityEntry entry, Envelope envelope, EntityOp op, EntityContext context, ValueTask<object?> task)
    {
        MessageQueue.Done(envelope, parts.Batch);
        string? result = null;
        TaskFailureDetails? failure = null;
        try
        {
            result = parts.Services.Converter.Serialize(task.GetAwaiter().GetResult());
            entry.Accept(op, parts.Batch.Number);
            parts.Batch.Entities.Add(entry);
            foreach (var message in context.Messages)
            {
                parts.Messages.Send(message);
            }
        }
        catch (Exception e) when (e is not DurableStoreException)
        {
            EngineLog.OperationError(_log, e, entry.Id.ToString(), op.Operation);
            failure = e is KeyNotFoundException
                ? new TaskFailureDetails("EntityTaskNotFound", e.Message, null, null, null)
                : parts.Services.FailureOf(e);
            entry.Restore();
        }

        if (((EntityRequest)envelope.Message) is { Caller: { } caller } call)
        {
            var kind = failure is null ? EventKind.EntityReplied : EventKind.EntityFailed;
            var answer = new HistoryEvent(kind, Id: call.CallId, Payload: result, Failure: failure);
            parts.Messages.Send(new InstanceInput(caller, call.Execution, EventKind.EntityCalled, answer));
        }
    }

    private EntityEntry Find(EntityInstanceId id)
    {
        if (_entries.TryGetValue(id, out var entry))
        {
            _byUse.Remove(entry.Node!);
        }
        else
        {
            if (!_runners.TryGetValue(id.Name, out var runner))
            {
                _runners[id.Name] = runner = runnerOf(id.Name);
            }

            var stored = reader.Entity(id);
            entry = new EntityEntry(id, runner, stored?.Key ?? ++_lastKey);
            if (stored is not null)
            {
                entry.Load(stored);
            }

            _entries.Add(id, entry);
            entry.Node = new LinkedListNode<EntityEntry>(entry);
        }

        _byUse.AddLast(entry.Node!);
        return entry;
    }
}
