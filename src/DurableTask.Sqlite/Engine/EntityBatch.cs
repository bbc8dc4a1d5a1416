using DurableTask.Sqlite.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite.Engine;

/// <summary>An entity object that serves the operations of one batch, as on every backend of Durable Task.</summary>
internal sealed class EntityBatch(ITaskEntity entity, OperationClock clock, IDisposable scope, DataConverter converter) : IDisposable
{
    /// <summary>Runs one operation on the state. What it asks the runtime for is in the context.</summary>
    public ValueTask<object?> RunAsync(EntityState state, EntityOp op, EntityContext context)
    {
        clock.Set(op.At);
        return entity.RunAsync(new Operation(op, state, context, converter));
    }

    public void Dispose() => scope.Dispose();

    private sealed class Operation(EntityOp op, EntityState state, EntityContext context, DataConverter converter) : TaskEntityOperation
    {
        public override string Name => op.Operation;

        public override TaskEntityContext Context => context;

        public override TaskEntityState State => state;

        public override bool HasInput => op.Input is not null;

        public override object? GetInput(Type inputType) => op.Input is null ? null : converter.Deserialize(op.Input, inputType);
    }
}
