using System.Text.Json;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Execution;

/// <summary>Something an orchestrator awaits.</summary>
internal abstract class PendingOperation
{
    /// <summary>The cancellation of a timer or of a wait; ended when the operation is.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>Kind of the action that is awaited; an answer of another kind is not for it.</summary>
    public EventKind Kind { get; init; }

    /// <summary>Entity of a call, for the exception's sake.</summary>
    public EntityId Entity { get; init; }

    public string? Name { get; init; }

    /// <summary>Ends it with what the history says.</summary>
    public void Answer(HistoryEvent answer)
    {
        switch (answer.Kind)
        {
            case EventKind.ActivityFailed:
                Fail(new ActivityFailedException(Name!, answer.Target ?? "", answer.Message ?? ""));
                break;
            case EventKind.EntityFailed:
                Fail(new EntityOperationFailedException(Entity, Name!, answer.Message ?? ""));
                break;
            default:
                Complete(answer.Payload);
                break;
        }
    }

    public abstract void Complete(string? json);

    public abstract void Fail(Exception exception);

    public abstract void Cancel(CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class PendingOperation<T> : PendingOperation
{
    // Continuations run inline: the setter is the engine's thread inside the orchestrator's synchronization context.
    private readonly TaskCompletionSource<T> _source = new();

    public Task<T> Task => _source.Task;

    public static T FromJson(string? json) => json is null ? default! : JsonSerializer.Deserialize<T>(json, DurableJson.Options)!;

    public override void Complete(string? json)
    {
        T value;
        try
        {
            value = FromJson(json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            _source.SetException(e);
            return;
        }

        _source.SetResult(value);
    }

    public override void Fail(Exception exception) => _source.SetException(exception);

    public override void Cancel(CancellationToken cancellationToken) => _source.TrySetCanceled(cancellationToken);
}
