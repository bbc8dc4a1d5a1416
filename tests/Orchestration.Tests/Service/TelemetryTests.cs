using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Telemetry;
using TransVox.Pipeline;
using TransVox.Pipeline.Devices;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>What jobs emit is what docs/observability.md lists.</summary>
public sealed partial class TelemetryTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task What_jobs_emit_is_in_the_catalogue_and_everything_there_is_emitted()
    {
        await using var harness = await StartAsync(azurite, ("retry:max_attempts", "1"));
        using var metrics = new Measured(harness.Get<IMeterFactory>());
        using var spans = new Spans();
        harness.Runner.Use = stage => stage == Stage.Translate ? new EngineUse(Requests: 2, InputTokens: 30, OutputTokens: 20) : null;
        var good = await harness.SubmitAndSettleAsync();
        Assert.Equal(JobState.Completed, good.State);
        harness.Runner.Before = (request, _) => request.Stage == Stage.Mix ? throw new StageException(ErrorCodes.EngineFailed, "It broke.") : Task.CompletedTask;
        var bad = await harness.SubmitAndSettleAsync(Bob, content: "another video");
        await harness.Get<ReaperRunner>().RunAsync(CancellationToken.None);
        await harness.Get<QueueGauges>().LookAsync(CancellationToken.None);
        metrics.Observe();

        Assert.Equal([("Completed", null, 1.0), ("Failed", ErrorCodes.EngineFailed, 1.0)], metrics.Of("transvox.jobs").Select(m => ((string?)m.Tags["transvox.job.state"], (string?)m.Tags.GetValueOrDefault("error.type"), m.Value)));
        Assert.Equal(2, metrics.Of("transvox.queue.wait").Count);
        var stages = metrics.Of("transvox.stage.duration").Select(m => ((string?)m.Tags["transvox.stage"], (bool)m.Tags["transvox.reused"]!, (string?)m.Tags.GetValueOrDefault("error.type"))).ToList();
        Assert.Equal(EngineStages.All.Select(stage => (stage.ToString(), false, (string?)null)), stages.Take(8).Select(stage => (stage.Item1!, stage.Item2, stage.Item3)));
        Assert.Equal(("Mix", false, ErrorCodes.EngineFailed), stages[^1]);
        Assert.Equal([4.0], metrics.Of("transvox.engine.requests").GroupBy(m => m.Tags["transvox.stage"]).Select(g => g.Sum(m => m.Value)));
        Assert.Equal([60.0, 40.0], metrics.Of("transvox.engine.tokens").GroupBy(m => (string)m.Tags["gen_ai.token.type"]!).OrderBy(g => g.Key).Select(g => g.Sum(m => m.Value)));
        Assert.Equal([("default", 0.0)], metrics.Of("transvox.slots.in_use").Select(m => ((string)m.Tags["transvox.pool"]!, m.Value)));

        // Every span of a stage says whose and which it is.
        var own = spans.All.Where(span => span.GetTagItem("transvox.job.id") is string id && (id == good.Id || id == bad.Id)).ToList();
        Assert.Equal(15, own.Count);
        Assert.All(own, span => Assert.Matches("^[0-9a-f]{16}$", (string)span.GetTagItem("enduser.pseudo.id")!));
        Assert.Equal(ErrorCodes.EngineFailed, Assert.Single(own, span => span.Status == ActivityStatusCode.Error).GetTagItem("error.type"));

        var documented = Documented();
        Assert.Equal(documented.Order(StringComparer.Ordinal), metrics.Instruments.Distinct().Order(StringComparer.Ordinal));
        var catalogue = await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "docs/observability.md"));
        Assert.All(metrics.TagNames.Concat(own.SelectMany(span => span.TagObjects.Select(tag => tag.Key))).Distinct(), tag => Assert.Contains($"`{tag}`", catalogue, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Free_slots_that_a_waiting_job_could_have_are_told_and_a_paused_pool_has_none()
    {
        await using var harness = await StartAsync(azurite, ("concurrency:max_global_jobs", "1"));
        using var metrics = new Measured(harness.Get<IMeterFactory>());
        await harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Paused, CancellationToken.None);
        await harness.SubmitAndSettleAsync();
        harness.Clock.Ahead = TimeSpan.FromMinutes(7);
        harness.Get<QueueForecaster>().Forget();
        await harness.Get<QueueGauges>().LookAsync(CancellationToken.None);
        metrics.Observe();
        Assert.Equal((1.0, 0.0, 1.0, 0.0), (Last("transvox.queue.depth"), Last("transvox.slots.in_use"), Last("transvox.slots.capacity"), Last("transvox.slots.idle_eligible")));
        Assert.InRange(Last("transvox.queue.oldest_wait"), 7 * 60, 8 * 60);

        double Last(string name) => metrics.Of(name)[^1].Value;
    }

    [Fact]
    public void The_answer_of_the_driver_is_read()
    {
        var readings = GpuReader.Parse("GPU-1a, NVIDIA H100 80GB HBM3, 37, 1024, 81559\nGPU-2b, NVIDIA T4, [N/A], 1, 2\n");
        Assert.Equal(new GpuReading("GPU-1a", "NVIDIA H100 80GB HBM3", 0.37, 1L << 30, 81559d * (1 << 20)), Assert.Single(readings));
        Assert.Empty(GpuReader.Parse("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n"));
    }

    /// <summary>Instruments by the first column of the table of metrics.</summary>
    private static List<string> Documented() =>
        [.. Rows().Matches(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs/observability.md"))).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^\| `(transvox\.[a-z_.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    private sealed record Measurement(string Name, double Value, Dictionary<string, object?> Tags);

    private sealed class Measured : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<Measurement> _all = new();

        public Measured(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name != Tracing.Name || !ReferenceEquals(instrument.Meter.Scope, meters))
                    return;
                Instruments.Add(instrument.Name);
                listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public ConcurrentBag<string> Instruments { get; } = [];

        public IEnumerable<string> TagNames => _all.SelectMany(m => m.Tags.Keys);

        public void Observe() => _listener.RecordObservableInstruments();

        public List<Measurement> Of(string name) => [.. _all.Where(m => m.Name == name)];

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _all.Enqueue(new Measurement(instrument.Name, value, tags.ToArray().ToDictionary()));
    }

    private sealed class Spans : IDisposable
    {
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == Tracing.Name,
                Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = All.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<Activity> All { get; } = new();

        public void Dispose() => _listener.Dispose();
    }
}
