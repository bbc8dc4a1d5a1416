namespace TransVox.Orchestration.Durable;

/// <summary>Base of activities with a typed input and result.</summary>
public abstract class Activity<TInput, TResult> : IActivity
{
    public abstract string Name { get; }

    public Type InputType => typeof(TInput);

    public abstract Task<TResult> RunAsync(ActivityContext context, TInput input, CancellationToken cancellationToken);

    async Task<object?> IActivity.RunAsync(ActivityContext context, object? input, CancellationToken cancellationToken) =>
        await RunAsync(context, (TInput)input!, cancellationToken);
}
