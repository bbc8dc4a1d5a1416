namespace TransVox.Conformance;

/// <summary>Storage that is slow, resets connections or answers 503: no job is lost and none runs twice to a committed output.</summary>
public sealed class StorageFaultTests : IAsyncLifetime
{
    private const int Jobs = 6;

    private AzuriteServer? _azurite;
    private FaultProxy? _proxy;
    private LocalHostProcess? _host;

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("TRANSVOX_URL") is not null)
            return;
        _azurite = await AzuriteServer.StartAsync();
        _proxy = new FaultProxy(_azurite.Port);
        _host = new LocalHostProcess(AzuriteServer.ConnectionStringFor(_proxy.Port), new Dictionary<string, string> { ["retry:max_attempts"] = "20" });
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    [SkippableTheory]
    [InlineData(FaultProxy.Mode.Delay)]
    [InlineData(FaultProxy.Mode.Reset)]
    [InlineData(FaultProxy.Mode.Unavailable)]
    public async Task Jobs_go_through_a_fault_of_the_storage(FaultProxy.Mode mode)
    {
        Skip.If(_host is null, "Only a host of our own can be given a proxy.");
        using var user = new ServiceCaller(_host!.Url, "faults");
        var plans = Enumerable.Range(0, Jobs).Select(i => new VideoPlan($"{mode}-{i}", secondsPerStage: 0.1)).ToList();
        var ids = new List<string>();
        foreach (var plan in plans)
            ids.Add(await user.SubmitAsync(plan));
        await Eventually.IsTrueAsync("work has begun", () => _host.Log.Read().Any(entry => entry.Plan == plans[0].Id && entry.Stage == "Extract"));

        _proxy!.Set(mode);
        var before = _host.Log.Read().Count;
        await Eventually.IsTrueAsync("the fault was felt", () => _proxy.Hits >= 5, TimeSpan.FromSeconds(30));
        _proxy.Set(FaultProxy.Mode.None);

        foreach (var id in ids)
            await user.WaitForEndAsync(id, within: TimeSpan.FromMinutes(2));
        Assert.True(_host.Log.Read().Count > before, "Everything had happened before the fault.");
        foreach (var plan in plans)
        {
            var runs = _host.Log.Runs().Where(run => run.Plan == plan.Id).ToList();
            Assert.Equal(8, runs.Where(run => run.Succeeded).Select(run => run.Stage).Distinct().Count());
            Assert.All(runs.GroupBy(run => run.Stage), stage =>
                Assert.Equal(1, Timeline.MostAtOnce(stage.Where(run => run.EndMicros is not null).Select(run => new Timeline.Span(run.Plan, run.StartMicros, run.EndMicros!.Value)))));
        }
    }

    [SkippableFact]
    public async Task A_submission_while_the_storage_is_away_is_503_and_leaves_no_place_behind()
    {
        Skip.If(_host is null, "Only a host of our own can be given a proxy.");
        using var user = new ServiceCaller(_host!.Url, "away");
        _proxy!.Set(FaultProxy.Mode.Unavailable);

        var refused = await user.TrySubmitAsync(new VideoPlan("refused").ToBytes(), idempotencyKey: "k");
        _proxy.Set(FaultProxy.Mode.None);

        Assert.Equal((503, "storage_unavailable"), (refused.Status, refused.Code));
        var accepted = await user.TrySubmitAsync(new VideoPlan("refused").ToBytes(), idempotencyKey: "k");
        Assert.Equal(202, accepted.Status);
        await user.WaitForEndAsync(accepted.Json["id"]!.GetValue<string>());
        Assert.Single((await user.GetAsync("/api/jobs")).Json["jobs"]!.AsArray());
    }
}
