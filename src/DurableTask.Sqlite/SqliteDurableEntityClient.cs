using DurableTask.Sqlite.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite;

/// <summary>Signals entities through the engine, and reads them from the store.</summary>
internal sealed class SqliteDurableEntityClient(string name, EngineAccess access, DataConverter converter) : DurableEntityClient(name)
{
    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(operationName);
        return access.CallAsync(
            access.Operations.Signal(id, operationName, converter.Serialize(input), options?.SignalTime?.UtcTicks ?? 0), cancellation);
    }

    public override async Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        await ReadAsync(id, cancellation) is { } entity ? Untyped(id, entity, includeState) : null;

    public override async Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        await ReadAsync(id, cancellation) is { } entity ? Typed<T>(id, entity, includeState) : null;

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => Query(filter, Untyped);

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) => Query(filter, Typed<T>);

    /// <summary>Nothing to do, ever: a deleted entity leaves no row, and a lock ends with the orchestration that holds it.</summary>
    public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default) =>
        Task.FromResult(default(CleanEntityStorageResult));

    private Task<EntityView?> ReadAsync(EntityInstanceId id, CancellationToken cancellation) => access.ReadAsync(
        reader => reader.Entity(id) is { } stored ? View(id, stored) : null, cancellation);

    private AsyncPageable<TMetadata> Query<TMetadata>(EntityQuery? filter, Func<EntityInstanceId, EntityView, bool, TMetadata> make)
        where TMetadata : notnull => Pageable.Create((token, size, cancellation) => access.ReadAsync(
            reader =>
            {
                var page = EntityReader.Query(
                    reader.Connection, filter ?? new EntityQuery(), token ?? filter?.ContinuationToken, size ?? filter?.PageSize ?? EntityQuery.DefaultPageSize);
                var found = from id in page.Values
                            let stored = reader.Entity(id)
                            where stored is not null
                            select make(id, View(id, stored), filter?.IncludeState ?? true);
                return new Page<TMetadata>([.. found], page.ContinuationToken);
            },
            cancellation));

    private EntityView View(EntityInstanceId id, StoredEntity stored) => new(
        // Without operations since, the snapshot is the state, and nobody's code need run.
        stored.Ops.Count == 0 ? stored.Snapshot : access.StateOf(id, stored),
        new DateTimeOffset(stored.Updated, TimeSpan.Zero),
        stored.LockedBy?.Instance);

    private EntityMetadata Untyped(EntityInstanceId id, EntityView entity, bool includeState) =>
        new(id, includeState && entity.State is { Length: > 0 } ? new SerializedData(entity.State, converter) : null)
        {
            LastModifiedTime = entity.Updated,
            LockedBy = entity.LockedBy,
        };

    private EntityMetadata<T> Typed<T>(EntityInstanceId id, EntityView entity, bool includeState) =>
        includeState && entity.State is { Length: > 0 }
            ? new EntityMetadata<T>(id, converter.Deserialize<T>(entity.State)) { LastModifiedTime = entity.Updated, LockedBy = entity.LockedBy }
            : new EntityMetadata<T>(id) { LastModifiedTime = entity.Updated, LockedBy = entity.LockedBy };

    private sealed record EntityView(string? State, DateTimeOffset Updated, string? LockedBy);
}
