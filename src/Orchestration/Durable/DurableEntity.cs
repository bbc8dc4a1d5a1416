namespace TransVox.Orchestration.Durable;

/// <summary>
/// An entity type, written once for both hosts. <see cref="Apply"/> is a pure function of (state, operation, now): hosts may
/// persist the state or the operations, and run it again from either.
/// </summary>
public interface IDurableEntity
{
    /// <summary>Name under which the type is registered, lower case.</summary>
    string Name { get; }

    /// <summary>Type of the state, serialized as JSON.</summary>
    Type StateType { get; }

    /// <summary>State of an entity that nobody has called yet.</summary>
    object CreateState(string key);

    /// <summary>Type of the input that an operation takes, or null when it takes none.</summary>
    /// <exception cref="ArgumentException">No such operation.</exception>
    Type? InputTypeOf(string operation);

    /// <summary>
    /// Applies one operation. May mutate and return the state it was given; when it throws, the host discards the state
    /// object and goes on from the last good one.
    /// </summary>
    /// <returns>The new state (null deletes the entity) and the operation's result.</returns>
    EntityOutcome Apply(object state, string operation, object? input, DateTimeOffset now);
}
