using DurableTask.Sqlite.Engine;
using DurableTask.Sqlite.Store;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite;

/// <summary>How clients reach the engine and the store.</summary>
internal sealed class EngineAccess(string name, SqliteTaskHub hub)
{
    public EngineOperations Operations => hub.Find(name).Engine.Operations;

    /// <summary>State of a replayable entity, from a snapshot and the operations since.</summary>
    public string? StateOf(EntityInstanceId id, StoredEntity stored) => hub.Find(name).Engine.StateOf(id, stored);

    public void Post(EngineCommand command) => hub.Find(name).Engine.Post(command);

    public async Task<T> CallAsync<T>(ClientCall<T> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Post(call);
        try
        {
            return await call.Task.WaitAsync(cancellationToken);
        }
        catch (TaskCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            // Other clients throw exactly this type, and callers compare it.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    public Task<T> ReadAsync<T>(Func<StoreReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(hub.Find(name).Reads.Read(read));
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}
