namespace TransVox.Orchestration.Durable;

/// <summary>An activity: any I/O, run at least once, so idempotent.</summary>
public interface IActivity
{
    /// <summary>Name under which it is registered.</summary>
    string Name { get; }

    /// <summary>Type of the input.</summary>
    Type InputType { get; }

    /// <summary>Runs it. The token ends when the host stops: leave no partial output behind, the activity runs again elsewhere.</summary>
    Task<object?> RunAsync(ActivityContext context, object? input, CancellationToken cancellationToken);
}
