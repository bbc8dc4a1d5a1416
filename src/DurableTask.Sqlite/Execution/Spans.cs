using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.DurableTask;

namespace DurableTask.Sqlite.Execution;

/// <summary>
/// Spans with the source, names and attributes of Durable Task's other workers. A span of a task or orchestration is emitted when that
/// ends, perhaps by another process than the one in which it began; its id is chosen at the beginning, so that its children know it.
/// </summary>
internal static class Spans
{
    private static readonly ActivitySource Source = new("Microsoft.DurableTask");

    /// <summary>W3C context of a span that is yet to be emitted, below another; null where nobody listens.</summary>
    public static string? NewChild(string? parent) =>
        Source.HasListeners() && ActivityContext.TryParse(parent, null, out var context)
            ? $"00-{context.TraceId}-{ActivitySpanId.CreateRandom()}-{(context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}"
            : null;

    /// <summary>A client asks for an orchestration; the span's id is the parent of the orchestration's own.</summary>
    public static Activity? Create(string name, string? version, string instanceId)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var span = Source.StartActivity(Named("create_orchestration", name, version), ActivityKind.Producer);
        return Tag(span, "orchestration", name, instanceId, version);
    }

    /// <summary>A client or an orchestrator raises an event.</summary>
    public static Activity? Raise(string eventName, string target, string? parent = null, string? sender = null)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var span = StartBelow($"orchestration_event:{eventName}", ActivityKind.Producer, parent ?? Activity.Current?.Id);
        Tag(span, "event", eventName, sender, null);
        return span?.SetTag("durabletask.event.target_instance_id", target);
    }

    /// <summary>An activity runs.</summary>
    public static Activity? RunActivity(string name, string? version, string instanceId, int taskId, string? parent)
    {
        var span = parent is null ? null : StartBelow(Named("activity", name, version), ActivityKind.Server, parent);
        return Tag(span, "activity", name, instanceId, version)?.SetTag("durabletask.task.task_id", taskId);
    }

    /// <summary>A scheduled activity or sub-orchestration has ended, as its caller sees it.</summary>
    public static void EmitTask(ExecutionStart caller, HistoryEvent scheduled, long sinceTicks, TaskFailureDetails? failure)
    {
        if (scheduled.Trace is null || caller.Trace is null)
        {
            return;
        }

        var type = scheduled.Kind == EventKind.ActivityScheduled ? "activity" : "orchestration";
        using var span = StartBelow(Named(type, scheduled.Name!, scheduled.Version), ActivityKind.Client, caller.Trace, sinceTicks);
        Tag(span, type, scheduled.Name!, caller.InstanceId, scheduled.Version)?.SetTag("durabletask.task.task_id", scheduled.Id);
        SetId(span, scheduled.Trace);
        SetFailure(span, failure);
    }

    /// <summary>A timer has fired.</summary>
    public static void EmitTimer(ExecutionStart caller, HistoryEvent created, long sinceTicks)
    {
        if (caller.Trace is not null)
        {
            using var span = StartBelow($"orchestration:{caller.Name}:timer", ActivityKind.Internal, caller.Trace, sinceTicks);
            Tag(span, "timer", caller.Name, caller.InstanceId, null)
                ?.SetTag("durabletask.fire_at", new DateTime(created.FireAt, DateTimeKind.Utc).ToString("O"))
                .SetTag("durabletask.task.task_id", created.Id);
        }
    }

    /// <summary>An orchestration has ended.</summary>
    /// <param name="trace">Context that <see cref="NewChild"/> gave.</param>
    /// <param name="parent">Context of whoever started it.</param>
    public static void EmitOrchestration(
        string name, string? version, string instanceId, string? trace, string? parent, long sinceTicks, string status, TaskFailureDetails? failure)
    {
        if (trace is not null && parent is not null)
        {
            using var span = StartBelow(Named("orchestration", name, version), ActivityKind.Server, parent, sinceTicks);
            Tag(span, "orchestration", name, instanceId, version)?.SetTag("durabletask.task.status", status);
            SetId(span, trace);
            SetFailure(span, failure);
        }
    }

    public static void SetFailure(Activity? span, TaskFailureDetails? failure)
    {
        if (failure is not null)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.ErrorMessage);
        }
    }

    private static Activity? StartBelow(string name, ActivityKind kind, string? parent, long sinceTicks = 0)
    {
        ActivityContext.TryParse(parent, null, isRemote: true, out var context);
        return Source.StartActivity(name, kind, context, startTime: sinceTicks == 0 ? default : new DateTimeOffset(sinceTicks, TimeSpan.Zero));
    }

    private static string Named(string type, string name, string? version) => version is null ? $"{type}:{name}" : $"{type}:{name}@({version})";

    private static Activity? Tag(Activity? span, string type, string name, string? instanceId, string? version)
    {
        span?.SetTag("durabletask.type", type).SetTag("durabletask.task.name", name);
        if (instanceId is not null)
        {
            span?.SetTag("durabletask.task.instance_id", instanceId);
        }

        if (version is not null)
        {
            span?.SetTag("durabletask.task.version", version);
        }

        return span;
    }

    private static void SetId(Activity? span, string trace)
    {
        if (span is not null && ActivityContext.TryParse(trace, null, out var context))
        {
            SpanId(span) = context.SpanId.ToHexString();
            // What was computed from the id that it was given first.
            CachedId(span) = null;
        }
    }

    // .NET has no public way to give a span its id; Durable Task's own workers set the same field.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanId(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_id")]
    private static extern ref string? CachedId(Activity activity);
}
