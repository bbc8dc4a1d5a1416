using DurableTask.Sqlite.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace DurableTask.Sqlite.Engine;

/// <summary>Runs operations of one type of entity.</summary>
internal sealed class EntityRunner(string name, bool isReplayable, IDurableTaskFactory2 factory, IServiceProvider services, DataConverter converter)
{
    public DataConverter Converter => converter;

    /// <summary>Whether its operations may be stored, and run again, instead of its state.</summary>
    public bool IsReplayable => isReplayable;

    /// <summary>Runs one operation on the state. What it asks the runtime for is in the context.</summary>
    /// <exception cref="KeyNotFoundException">No such entity is registered.</exception>
    public ValueTask<object?> RunAsync(EntityState state, EntityOp op, EntityContext context)
    {
        var scope = services.CreateScope();
        try
        {
            if (!factory.TryCreateEntity(name, new OperationServices(scope.ServiceProvider, new OperationClock(op.At)), out var entity))
            {
                throw new KeyNotFoundException($"No entity named '{name}' is registered.");
            }

            var task = entity.RunAsync(new Operation(op, state, context, converter));
            if (task.IsCompleted)
            {
                return task;
            }

            var running = EndAsync(task, scope);
            scope = null;
            return running;
        }
        finally
        {
            scope?.Dispose();
        }
    }

    /// <summary>Runs operations again that were run before.</summary>
    public void Repeat(EntityInstanceId id, EntityState state, IReadOnlyList<EntityOp> ops)
    {
        foreach (var op in ops)
        {
            var task = RunAsync(state, op, new EntityContext(id, converter));
            if (!task.IsCompleted)
            {
                throw new InvalidOperationException($"Operation '{op.Operation}' awaited something.");
            }

            task.GetAwaiter().GetResult();
        }
    }

    private static async ValueTask<object?> EndAsync(ValueTask<object?> task, IDisposable scope)
    {
        using (scope)
        {
            return await task;
        }
    }

    private sealed class Operation(EntityOp op, EntityState state, EntityContext context, DataConverter converter) : TaskEntityOperation
    {
        public override string Name => op.Operation;

        public override TaskEntityContext Context => context;

        public override TaskEntityState State => state;

        public override bool HasInput => op.Input is not null;

        public override object? GetInput(Type inputType) => op.Input is null ? null : converter.Deserialize(op.Input, inputType);
    }

    // An entity that takes a TimeProvider gets the time of its operation, which stands still and is the same when it is run again.
    private sealed class OperationServices(IServiceProvider inner, TimeProvider clock) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(TimeProvider) ? clock : inner.GetService(serviceType);
    }

    private sealed class OperationClock(long ticks) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(ticks, TimeSpan.Zero);
    }
}
