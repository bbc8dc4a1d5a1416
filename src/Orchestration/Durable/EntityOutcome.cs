namespace TransVox.Orchestration.Durable;

/// <summary>State after an operation (null: delete the entity) and its result.</summary>
public readonly record struct EntityOutcome(object? State, object? Result);
