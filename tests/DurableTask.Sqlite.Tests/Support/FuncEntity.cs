namespace DurableTask.Sqlite.Tests.Support;

/// <summary>An entity from a function.</summary>
internal sealed class FuncEntity(Func<TaskEntityOperation, ValueTask<object?>> body) : ITaskEntity
{
    public ValueTask<object?> RunAsync(TaskEntityOperation operation) => body(operation);
}
