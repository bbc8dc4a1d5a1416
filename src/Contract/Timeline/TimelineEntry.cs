using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>Something that happened to a job, or goes on.</summary>
public sealed record TimelineEntry
{
    public required TimelineKind Kind { get; init; }

    /// <summary>When it happened, or began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it ended; null while it goes on; the same as <see cref="At"/> for what takes no time.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended; null while it goes on.</summary>
    public TimelineOutcome? Outcome { get; init; }

    /// <summary>The stage it is about.</summary>
    public Stage? Stage { get; init; }

    /// <summary>The GPU pool it is about.</summary>
    public string? Pool { get; init; }

    /// <summary>What exactly; its values are those that <see cref="TimelineKind"/> names.</summary>
    public string? Name { get; init; }

    /// <summary>From 1: which attempt at the stage.</summary>
    public int? Attempt { get; init; }

    /// <summary>How often, of what is told once: looks at a busy engine, attempts to deliver a message.</summary>
    public int? Count { get; init; }

    /// <summary>Slots that were taken when the wait began.</summary>
    public int? Taken { get; init; }

    /// <summary>Other jobs that waited when the wait began.</summary>
    public int? Others { get; init; }

    /// <summary>Mode of the pool now, while the job waits for it and the pool starts nothing.</summary>
    public PoolMode? Mode { get; init; }

    /// <summary>Why it failed, as a code of docs/errors.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words.</summary>
    public string? Message { get; init; }

    /// <summary>Who did it, where a person did and that is known.</summary>
    public TimelineActor? By { get; init; }

    /// <summary>Another job it is about: a language's, the one that was retried, the one that came of it.</summary>
    public string? JobId { get; init; }

    /// <summary>Engine of the stage.</summary>
    public string? Engine { get; init; }

    /// <summary>Host that ran it, for operators.</summary>
    public string? Host { get; init; }
}
