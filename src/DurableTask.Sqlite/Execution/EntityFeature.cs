using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite.Execution;

/// <summary>An orchestrator's calls, signals and locks of entities.</summary>
internal sealed class EntityFeature(OrchestrationExecution execution, OrchestrationContext context) : TaskOrchestrationEntityFeature
{
    private static readonly IReadOnlyList<EntityInstanceId> Nothing = [];

    // The entities of the critical section, and of those the ones that a call does not occupy at the moment.
    private IReadOnlyList<EntityInstanceId>? _locked;
    private HashSet<EntityInstanceId>? _free;
    private bool _acquiring;

    public override Task<TResult> CallEntityAsync<TResult>(
        EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null)
    {
        if (_locked is not null)
        {
            return CallLockedAsync<TResult>(id, operationName, input, _locked);
        }

        try
        {
            return CallAsync<TResult>(id, operationName, input);
        }
        catch (Exception e)
        {
            return Task.FromException<TResult>(e);
        }
    }

    public override Task CallEntityAsync(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null) =>
        CallEntityAsync<object?>(id, operationName, input, options);

    public override Task SignalEntityAsync(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
    {
        if (_locked?.Contains(id) == true)
        {
            throw new InvalidOperationException($"Entity {id} is locked by this critical section: call it, a signal would only be received after the section.");
        }

        var due = options?.SignalTime?.UtcTicks ?? 0;
        execution.Call(new HistoryEvent(EventKind.EntitySignaled, Name: operationName, Target: id.ToString(), FireAt: due), null, Serialize(input));
        return Task.CompletedTask;
    }

    public override async Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds)
    {
        ArgumentNullException.ThrowIfNull(entityIds);
        RequireOutside("other entities cannot be locked");
        // In one order for everybody, so that two sections never wait for each other.
        var wanted = entityIds.Distinct().OrderBy(id => id.ToString(), StringComparer.Ordinal).ToList();
        if (wanted.Count == 0)
        {
            throw new ArgumentException("There is no entity to lock.", nameof(entityIds));
        }

        _acquiring = true;
        try
        {
            var pending = new PendingOperation<object?>(execution.Services.Converter);
            var id = execution.Call(new HistoryEvent(EventKind.LockRequested, Target: string.Join('\n', wanted)), pending);
            await pending.Task;
            (_locked, _free) = (wanted, [.. wanted]);
            return new Section(this, id);
        }
        finally
        {
            _acquiring = false;
        }
    }

    public override bool InCriticalSection([NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds)
    {
        entityIds = _locked is null ? Nothing : [.. _free!];
        return _locked is not null;
    }

    /// <exception cref="InvalidOperationException">Inside a critical section, or while one is being entered.</exception>
    public void RequireOutside(string what)
    {
        if (_locked is not null || _acquiring)
        {
            throw new InvalidOperationException($"Inside a critical section {what}: leave the section first.");
        }
    }

    private Task<TResult> CallAsync<TResult>(EntityInstanceId id, string operationName, object? input)
    {
        var pending = new PendingOperation<TResult>(execution.Services.Converter);
        execution.Call(new HistoryEvent(EventKind.EntityCalled, Name: operationName, Target: id.ToString()), pending, Serialize(input));
        return pending.Task;
    }

    private async Task<TResult> CallLockedAsync<TResult>(EntityInstanceId id, string operationName, object? input, IReadOnlyList<EntityInstanceId> locked)
    {
        var free = _free!;
        if (!free.Remove(id))
        {
            throw new InvalidOperationException(locked.Contains(id)
                ? $"Entity {id} is busy with another call of this critical section."
                : $"Entity {id} is not locked by this critical section and must not be called inside it.");
        }

        try
        {
            return await CallAsync<TResult>(id, operationName, input);
        }
        finally
        {
            // Of this section: one that was entered meanwhile has a set of its own.
            free.Add(id);
        }
    }

    private string? Serialize(object? input) => context.IsReplaying ? null : execution.Services.Converter.Serialize(input);

    private sealed class Section(EntityFeature feature, int id) : IAsyncDisposable
    {
        private bool _left;

        public ValueTask DisposeAsync()
        {
            if (!_left)
            {
                _left = true;
                feature._locked = null;
                feature._free = null;
                feature.Release(id);
            }

            return ValueTask.CompletedTask;
        }
    }

    // Named by the request: what it locked stands there.
    private void Release(int request) => execution.Call(new HistoryEvent(EventKind.LockReleased, Name: request.ToString(System.Globalization.CultureInfo.InvariantCulture)), null);
}
