namespace DurableTask.Sqlite.Engine;

/// <summary>Something for the engine's thread to do.</summary>
internal abstract class EngineCommand
{
    public abstract void Run();

    /// <summary>The engine ended before it got to it.</summary>
    public virtual void Abandon(Exception reason)
    {
    }
}

/// <summary>A command without an answer.</summary>
internal sealed class EngineAction(Action run) : EngineCommand
{
    public override void Run() => run();
}

/// <summary>A client's call: run on the engine's thread, answered when what it did is durable.</summary>
internal sealed class ClientCall<T>(Action<ClientCall<T>> run) : EngineCommand, IEffect
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _source.Task;

    /// <summary>The answer to give.</summary>
    public T Result { get; set; } = default!;

    public override void Run() => run(this);

    public void Release() => _source.TrySetResult(Result);

    public void Fail(Exception error) => _source.TrySetException(error);

    public override void Abandon(Exception reason) => _source.TrySetException(reason);
}
