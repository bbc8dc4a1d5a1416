using System.Security.Cryptography;

namespace TransVox.Conformance;

/// <summary>Base of the tests: users of their own, wide limits unless a test narrows them, an idle service afterwards.</summary>
[Collection(ServiceCollection.Name)]
public abstract class ConformanceTest(ServiceFixture service) : IAsyncLifetime
{
    private readonly List<ServiceCaller> _callers = [];
    private readonly string _prefix = $"c{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
    private int _plans;

    protected ServiceFixture Service { get; } = service;

    protected ServiceCaller Admin { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Admin = Track(await Service.AdminAsync());
        await Service.SetLimitsAsync(Wide);
    }

    public virtual async Task DisposeAsync()
    {
        await Admin.PostAsync("/api/admin/pools/default/resume");
        foreach (var caller in _callers.Where(caller => caller != Admin))
            await CancelAllAsync(caller);
        _callers.ForEach(caller => caller.Dispose());
    }

    protected static void Wide(JsonObject limits)
    {
        limits["maxGlobalJobs"] = 8;
        limits["maxJobsPerUser"] = 8;
        limits["queueTimeout"] = 3600;
        limits["maxQueueSize"] = 200;
        limits["policy"] = "Fair";
    }

    /// <summary>A user that no other test has.</summary>
    protected async Task<ServiceCaller> UserAsync(string name = "u") => Track(await Service.CallerAsync($"{_prefix}-{name}"));

    /// <summary>A plan whose id no other test has.</summary>
    protected VideoPlan Plan(string name = "v", double secondsPerStage = 0) => new($"{_prefix}-{name}-{Interlocked.Increment(ref _plans)}", secondsPerStage);

    protected Task LimitAsync(int global, int perUser, string policy = "Fair", Action<JsonObject>? more = null) => Service.SetLimitsAsync(limits =>
    {
        Wide(limits);
        limits["maxGlobalJobs"] = global;
        limits["maxJobsPerUser"] = perUser;
        limits["policy"] = policy;
        more?.Invoke(limits);
    });

    protected FakeToolLog NeedLog()
    {
        Skip.If(Service.Log is null, "The log of the fake engines is not readable from here (FAKETOOL_LOG).");
        return Service.Log!;
    }

    /// <summary>Nothing waits and nothing is leased.</summary>
    protected Task WaitUntilIdleAsync() => Eventually.IsTrueAsync("the service is idle", async () =>
    {
        var queue = (await Admin.GetAsync("/api/queue")).Json;
        return queue["waiting"]!.AsArray().Count == 0 && queue["pools"]!.AsArray().All(pool => pool!["inUse"]!.GetValue<int>() == 0);
    });

    protected static string StateOf(JsonNode job) => job["state"]!.GetValue<string>();

    protected static string? ErrorOf(JsonNode job) => job["error"]?["code"]?.GetValue<string>();

    private static async Task CancelAllAsync(ServiceCaller caller)
    {
        var jobs = (await caller.GetAsync("/api/jobs?limit=200")).Json["jobs"]!.AsArray();
        foreach (var job in jobs.Where(job => StateOf(job!) is not ("Completed" or "Failed" or "Cancelled" or "TimedOut" or "Rejected")))
        {
            var id = job!["id"]!.GetValue<string>();
            await caller.CancelAsync(id);
            await caller.WaitForStateAsync(id, null, "Completed", "Failed", "Cancelled", "TimedOut", "Rejected");
        }
    }

    private ServiceCaller Track(ServiceCaller caller)
    {
        _callers.Add(caller);
        return caller;
    }
}
