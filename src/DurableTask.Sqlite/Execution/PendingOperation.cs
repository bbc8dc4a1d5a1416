using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using CoreFailureDetails = DurableTask.Core.FailureDetails;
using CoreTaskFailedException = DurableTask.Core.Exceptions.TaskFailedException;

namespace DurableTask.Sqlite.Execution;

/// <summary>Something an orchestrator awaits.</summary>
internal abstract class PendingOperation
{
    /// <summary>The cancellation of a timer or of a wait; ended when the operation is.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>The action that is awaited; an answer of another kind is not for it.</summary>
    public HistoryEvent Action { get; set; } = null!;

    /// <summary>UTC ticks at which it was asked for.</summary>
    public long Since { get; set; }

    /// <summary>Ends it with what the history says.</summary>
    public void Answer(HistoryEvent answer)
    {
        switch (answer.Kind)
        {
            case EventKind.ActivityFailed:
                Fail(new TaskFailedException(Action.Name!, Action.Id, CoreExceptionOf(Action, answer.Failure!)));
                break;
            case EventKind.SubOrchestrationFailed:
                Fail(new TaskFailedException(Action.Name!, Action.Id, answer.Failure!));
                break;
            case EventKind.EntityFailed:
                Fail(new EntityOperationFailedException(EntityInstanceId.FromString(Action.Target!), Action.Name!, answer.Failure!));
                break;
            default:
                Complete(answer.Payload);
                break;
        }
    }

    /// <summary>The failure as the exception that retry policies of Durable Task are given.</summary>
    public static Exception CoreExceptionOf(HistoryEvent action, TaskFailureDetails failure) =>
        new CoreTaskFailedException(-1, action.Id, action.Name, action.Version, failure.ErrorMessage, null) { FailureDetails = CoreOf(failure) };

    public abstract void Complete(string? payload);

    public abstract void Fail(Exception exception);

    public abstract void Cancel(CancellationToken cancellationToken);

    public static CoreFailureDetails CoreOf(TaskFailureDetails failure) => new(
        failure.ErrorType,
        failure.ErrorMessage,
        failure.StackTrace,
        failure.InnerFailure is { } inner ? CoreOf(inner) : null,
        isNonRetriable: false,
        failure.Properties);
}

/// <inheritdoc/>
internal sealed class PendingOperation<T>(DataConverter converter) : PendingOperation
{
    // Continuations run inline: the setter is the engine's thread inside the orchestrator's synchronization context.
    private readonly TaskCompletionSource<T> _source = new();

    public Task<T> Task => _source.Task;

    public override void Complete(string? payload)
    {
        T value;
        try
        {
            value = payload is null ? default! : converter.Deserialize<T>(payload)!;
        }
        catch (Exception e)
        {
            // The converter is the user's; what it cannot read is the orchestrator's to handle.
            _source.SetException(e);
            return;
        }

        _source.TrySetResult(value);
    }

    public override void Fail(Exception exception) => _source.SetException(exception);

    public override void Cancel(CancellationToken cancellationToken) => _source.TrySetCanceled(cancellationToken);
}
