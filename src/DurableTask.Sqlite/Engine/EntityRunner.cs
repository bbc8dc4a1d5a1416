using DurableTask.Sqlite.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;

namespace DurableTask.Sqlite.Engine;

/// <summary>Runs operations of one type of entity.</summary>
internal sealed class EntityRunner(string name, bool isReplayable, IDurableTaskFactory2 factory, IServiceProvider services, DataConverter converter)
{
    public DataConverter Converter => converter;

    /// <summary>Whether its operations may be stored, and run again, instead of its state.</summary>
    public bool IsReplayable => isReplayable;

    /// <summary>An entity object for a batch of operations, with services of its own.</summary>
    /// <exception cref="KeyNotFoundException">No such entity is registered.</exception>
    public EntityBatch Begin()
    {
        // An entity that takes a TimeProvider gets the time of its operation, which stands still and is the same when it is run again.
        var clock = new OperationClock();
        var scope = new TaskScope(services, clock);
        try
        {
            return factory.TryCreateEntity(name, scope, out var entity)
                ? new EntityBatch(entity, clock, scope, converter)
                : throw new KeyNotFoundException($"No entity named '{name}' is registered.");
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    /// <summary>Runs operations again that were run before.</summary>
    public void Repeat(EntityInstanceId id, EntityState state, IReadOnlyList<EntityOp> ops)
    {
        if (ops.Count == 0)
        {
            return;
        }

        using var batch = Begin();
        foreach (var op in ops)
        {
            var task = batch.RunAsync(state, op, new EntityContext(id, converter));
            if (!task.IsCompleted)
            {
                throw new InvalidOperationException($"Operation '{op.Operation}' awaited something.");
            }

            task.GetAwaiter().GetResult();
        }
    }
}
