using System.Globalization;

namespace TransVox.Cli.Output;

/// <summary>Entries of a timeline in words.</summary>
internal static class TimelineText
{
    public static string What(TimelineEntry entry) => entry.Kind switch
    {
        TimelineKind.Submitted => "Submitted",
        TimelineKind.Waiting => entry.Pool is null ? "Waits for a slot of the user" : $"Waits for a slot of pool {entry.Pool}",
        TimelineKind.Slot => entry.Pool is null ? "Slot of the user" : $"Slot of pool {entry.Pool}",
        TimelineKind.Worker => $"Waits for a worker: {StageOf(entry)}",
        TimelineKind.Stage => entry.Attempt > 1 ? $"{StageOf(entry)}, attempt {entry.Attempt}" : StageOf(entry),
        TimelineKind.Busy => $"Busy: {StageOf(entry)}",
        TimelineKind.Pause => "Pause before the next attempt",
        TimelineKind.Lost => $"Host gone: {StageOf(entry)}",
        TimelineKind.Review => "Review",
        TimelineKind.Language => $"Language {entry.Name}",
        TimelineKind.Step => StepOf(entry.Name),
        TimelineKind.Cancel => "Cancel asked for",
        TimelineKind.Operator => $"Operator: {entry.Name}{(entry.Pool is { } pool ? " " + pool : "")}",
        TimelineKind.Runtime => $"Runtime: {entry.Name}",
        TimelineKind.Webhook => $"Webhook: {entry.Name}",
        TimelineKind.Ended => "Ended",
        _ => OpenEnum.NameOf(entry.Kind),
    };

    public static string How(TimelineEntry entry)
    {
        var parts = new List<string?>
        {
            entry.Kind == TimelineKind.Submitted ? OriginOf(entry) : null,
            entry.By is { } by ? $"by {ActorOf(by)}" : null,
            OutcomeOf(entry),
            entry.Taken is { } taken ? $"{taken} taken, {entry.Others ?? 0} others waited" : null,
            entry.Mode is { } mode ? $"the pool is {OpenEnum.NameOf(mode)}" : null,
            entry.Count is { } count ? (count == 1 ? "once" : $"{count} times") : null,
            entry.Code is { } code ? (entry.Message is { } message ? $"{code}: {message}" : code) : entry.Message,
            entry.Engine,
            entry.Host is { } host ? $"on {host}" : null,
            entry.Kind != TimelineKind.Submitted ? entry.JobId : null,
        };
        return string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>Where the time went, the largest part first.</summary>
    public static string Sum(JobTimeline timeline)
    {
        var times = timeline.Times;
        var parts = new (string Name, double Seconds)[]
        {
            ("waiting", times.Waiting), ("working", times.Working), ("retrying", times.Retrying), ("in review", times.Review),
            ("lost to hosts that went away", times.Lost), ("in its languages", times.Languages), ("other", times.Other),
        };
        var whole = (timeline.Until - timeline.From).TotalSeconds;
        var said = parts.Where(part => part.Seconds >= 0.05).OrderByDescending(part => part.Seconds).Select(part => $"{part.Name} {Format.Duration(part.Seconds)}").ToList();
        var running = timeline.State.IsEnd() ? "" : " so far";
        return said.Count == 0 ? $"{Format.Duration(whole)}{running}." : $"{Format.Duration(whole)}{running}: {string.Join(", ", said)}.";
    }

    public static string ColorOf(TimelineEntry entry) => entry switch
    {
        { Outcome: TimelineOutcome.Failed or TimelineOutcome.TimedOut or TimelineOutcome.Rejected or TimelineOutcome.Interrupted } or { Kind: TimelineKind.Lost } => "red",
        { Kind: TimelineKind.Waiting or TimelineKind.Worker or TimelineKind.Busy or TimelineKind.Pause } => "yellow",
        { Kind: TimelineKind.Review } => "cyan",
        { Kind: TimelineKind.Slot } => "grey",
        { Kind: TimelineKind.Stage or TimelineKind.Step or TimelineKind.Language } => "blue",
        _ => "default",
    };

    private static string? OutcomeOf(TimelineEntry entry) => entry.Outcome switch
    {
        null => entry.EndedAt is null ? "goes on" : null,
        TimelineOutcome.Completed when entry.Kind is TimelineKind.Pause or TimelineKind.Lost or TimelineKind.Worker or TimelineKind.Busy => null,
        TimelineOutcome.Completed when entry.Kind == TimelineKind.Slot => "given back",
        TimelineOutcome.TimedOut => "timed out",
        { } outcome => OpenEnum.NameOf(outcome).ToLower(CultureInfo.InvariantCulture),
    };

    private static string OriginOf(TimelineEntry entry) => entry.Name switch
    {
        "address" => "by address",
        "blob" => "as a file in the container",
        "language" => $"as a language of {entry.JobId}",
        "retry" => $"again, after {entry.JobId}",
        _ => "as an upload",
    };

    private static string StepOf(string? name) => name switch
    {
        "publish" => "Publish results",
        "finish" => "Write the record",
        "startLanguages" => "Start languages",
        "collectLanguages" => "Collect languages",
        _ => name ?? "",
    };

    private static string ActorOf(TimelineActor actor)
    {
        var name = actor.Role == TimelineRole.Owner ? actor.UserId ?? "its owner" : actor.UserId is { } user ? $"operator {user}" : "an operator";
        return actor.KeyId is { } key ? $"{name} with key {key}" : name;
    }

    private static string StageOf(TimelineEntry entry) => entry.Stage is { } stage ? OpenEnum.NameOf(stage) : "";
}
