using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;

namespace DurableTask.Sqlite.Engine;

/// <summary>
/// Receives messages for instances. Those for an instance that has not begun, or that this worker must not run, wait here and in the
/// store: until it begins, or for the next worker.
/// </summary>
internal sealed class InstanceInbox(EngineParts parts, InstanceTable table, InstanceRunner runner, InstanceActions actions)
{
    private readonly Dictionary<string, List<Envelope>> _waiting = new(StringComparer.Ordinal);

    public void Receive(Envelope envelope)
    {
        var (instance, isDone) = envelope.Message switch
        {
            InstanceInput input => (input.Instance, runner.Deliver(input)),
            BeginInstance begin => (begin.Instance, Begin(begin)),
            StartInstance start => (start.Request.Id, Start(start)),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not for an instance."),
        };
        if (isDone)
        {
            MessageQueue.Done(envelope, parts.Batch);
            return;
        }

        parts.Messages.Park(envelope);
        if (!_waiting.TryGetValue(instance, out var waiting))
        {
            _waiting[instance] = waiting = [];
        }

        waiting.Add(envelope);
    }

    /// <summary>Creates an instance and, when it is due, runs its first step.</summary>
    public void Start(StartRequest request)
    {
        var entry = table.Create(runner, request);
        if (request.StartAt > parts.UtcTicks)
        {
            table.Touch(entry);
            parts.Messages.Send(new BeginInstance(entry.Id, entry.ExecutionNumber) { Due = request.StartAt });
        }
        else if (!runner.Begin(entry, []))
        {
            parts.Messages.Send(new BeginInstance(entry.Id, entry.ExecutionNumber));
        }
    }

    private bool Begin(BeginInstance message)
    {
        if (table.TryFindActive(runner, message.Instance, out var entry)
            && entry.ExecutionNumber == message.Execution && entry.Status == InstanceStatus.Pending && !runner.Begin(entry, []))
        {
            return false;
        }

        if (_waiting.Remove(message.Instance, out var waiting))
        {
            waiting.ForEach(parts.Messages.Return);
        }

        return true;
    }

    // An instance that an orchestrator or entity asked for.
    private bool Start(StartInstance message)
    {
        var request = message.Request;
        if (table.StatusOf(request.Id) is not < InstanceStatus.Completed)
        {
            Start(request);
        }
        else if (request.Parent is { } parent)
        {
            var failure = ExecutionOutcome.Failed(
                typeof(Core.Exceptions.OrchestrationAlreadyExistsException).FullName!, $"An orchestration with the id '{request.Id}' runs already.").Failure;
            actions.Answer(parent, new HistoryEvent(EventKind.SubOrchestrationFailed, Id: parent.Call, Failure: failure));
        }

        return true;
    }
}
