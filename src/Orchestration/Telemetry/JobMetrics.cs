using System.Diagnostics;
using System.Diagnostics.Metrics;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Telemetry;

/// <summary>What is counted and measured as it happens; docs/observability.md lists it. An activity that runs twice counts twice.</summary>
public sealed class JobMetrics
{
    private readonly Counter<long> _jobs;
    private readonly Histogram<double> _waits;
    private readonly Histogram<double> _stages;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _characters;
    private readonly Counter<double> _audio;
    private readonly Counter<long> _returned;
    private readonly Counter<long> _resent;
    private readonly Counter<long> _freed;

    public JobMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Tracing.Name);
        // From a second to a day: work and waits of minutes are the usual case.
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400] };
        _jobs = meter.CreateCounter<long>("transvox.jobs", "{job}", "Jobs that have ended.");
        _waits = meter.CreateHistogram("transvox.queue.wait", "s", "From submission to the first lease.", advice: advice);
        _stages = meter.CreateHistogram("transvox.stage.duration", "s", "Runs of stages, with fetching inputs and storing outputs.", advice: advice);
        _requests = meter.CreateCounter<long>("transvox.engine.requests", "{request}", "Requests to engines that count them.");
        _tokens = meter.CreateCounter<long>("transvox.engine.tokens", "{token}", "Tokens of language models.");
        _characters = meter.CreateCounter<long>("transvox.engine.characters", "{character}", "Characters that were translated or spoken.");
        _audio = meter.CreateCounter<double>("transvox.engine.audio", "s", "Sound that was recognized.");
        _returned = meter.CreateCounter<long>("transvox.reaper.returned", "{lease}", "Leases of jobs that no longer live, returned.");
        _resent = meter.CreateCounter<long>("transvox.reaper.resent", "{grant}", "Grants that their job never saw, sent again.");
        _freed = meter.CreateCounter<long>("transvox.reaper.freed", "{place}", "Places of jobs that no longer live, freed.");
    }

    /// <summary>A job has ended.</summary>
    public void Ended(JobRequest request, JobStatus status)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(status);
        var tags = new TagList { { "transvox.job.state", status.State.ToString() }, { "transvox.pool", request.Pool }, { "transvox.output", request.Options.Output.ToString() } };
        if (status.Error is { } error)
            tags.Add("error.type", error.Code);
        _jobs.Add(1, tags);
    }

    /// <summary>A job has what it waited for.</summary>
    public void Started(TimeSpan waited) => _waits.Record(Math.Max(0, waited.TotalSeconds));

    /// <summary>A stage ran, or found what it would have made.</summary>
    public void StageRan(Stage stage, StageOutcome outcome, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var tags = new TagList { { "transvox.stage", stage.ToString() }, { "transvox.reused", outcome.Reused } };
        if (outcome.Error is { } error)
            tags.Add("error.type", error.Code);
        _stages.Record(duration.TotalSeconds, tags);
        if (outcome.Use is not { } use)
            return;
        var of = new KeyValuePair<string, object?>("transvox.stage", stage.ToString());
        _requests.Add(use.Requests, of);
        _characters.Add(use.Characters, of);
        _audio.Add(use.AudioSeconds, of);
        _tokens.Add(use.InputTokens, of, new("gen_ai.token.type", "input"));
        _tokens.Add(use.OutputTokens, of, new("gen_ai.token.type", "output"));
    }

    /// <summary>The reaper looked.</summary>
    public void Reaped(int returned, int resent, int freed)
    {
        _returned.Add(returned);
        _resent.Add(resent);
        _freed.Add(freed);
    }
}
