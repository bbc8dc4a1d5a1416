namespace TransVox.Orchestration.Durable;

/// <summary>An entity operation threw; its state is what it was before.</summary>
public sealed class EntityOperationFailedException(EntityId entity, string operation, string message)
    : Exception($"Operation '{operation}' of entity {entity} failed: {message}")
{
    public EntityId Entity { get; } = entity;

    public string Operation { get; } = operation;
}
