using System.Collections.Concurrent;
using System.Net;

namespace TransVox.Conformance;

/// <summary>Users that submit, cancel and review while the host is killed under them, and what they were promised.</summary>
public sealed class CrashLoad(LocalHostProcess host, Random random) : IDisposable
{
    private const int Users = 4;

    private readonly ServiceCaller[] _callers = [.. Enumerable.Range(0, Users).Select(i => new ServiceCaller(host.Url, $"crash-{i}"))];
    private int _next;

    /// <summary>Submissions by plan id; a job id is known once the service has answered.</summary>
    public ConcurrentDictionary<string, Promise> Promises { get; } = [];

    public void Dispose()
    {
        foreach (var caller in _callers)
            caller.Dispose();
    }

    /// <summary>A few submissions, sometimes a cancellation, and the reviews that are due.</summary>
    public async Task RunRoundAsync()
    {
        for (var i = random.Next(1, 4); i > 0; i--)
            await SubmitAsync();
        if (random.Next(3) == 0)
            await CancelOneAsync();
        await ApproveAsync();
    }

    /// <summary>Submits one job; the host may die meanwhile. The key makes it safe to ask again after the restart.</summary>
    private async Task SubmitAsync()
    {
        var number = _next++;
        var caller = _callers[random.Next(Users)];
        var plan = new VideoPlan($"{caller.UserId}-{number}", secondsPerStage: random.NextDouble() * 0.15);
        if (random.Next(4) == 0)
            plan.With("Transcribe", "exit", 1).With("Transcribe", "times", 1);
        var review = random.Next(6) == 0;
        var promise = new Promise(caller, plan, review);
        Promises[plan.Id] = promise;
        await AskAsync(promise);
    }

    /// <summary>
    /// Asks again for whatever was not answered: the same key, so never a second job. A conflict with a Retry-After says that the
    /// first request died half way and that this is to be done.
    /// </summary>
    public async Task AskAgainAsync()
    {
        foreach (var promise in Promises.Values.Where(p => p.JobId is null).ToList())
            await AskAsync(promise);
    }

    /// <summary>Cancels some job; the promise is that it ends Cancelled, or as it was when it had ended before.</summary>
    private async Task CancelOneAsync()
    {
        var open = Promises.Values.Where(p => p is { JobId: not null, CancelTried: false }).ToList();
        if (open.Count == 0)
            return;
        var promise = open[random.Next(open.Count)];
        promise.CancelTried = true;
        promise.CancelTaken = await TryAsync(async () =>
        {
            var answer = await promise.Caller.CancelAsync(promise.JobId!);
            // A cancellation that meets the last stage may come too late; one that comes before it must win.
            return answer.Status == 202 && answer.Json["stages"]!.AsArray().Any(stage =>
                stage!["stage"]!.GetValue<string>() == "Mux" && stage["state"]!.GetValue<string>() == "Pending");
        });
    }

    /// <summary>Approves whatever waits for review, so that everything can come to its end.</summary>
    public async Task ApproveAsync()
    {
        foreach (var promise in Promises.Values.Where(p => p is { JobId: not null, Review: true }))
        {
            await TryAsync(async () =>
            {
                var job = await promise.Caller.JobAsync(promise.JobId!);
                if (job["state"]!.GetValue<string>() == "AwaitingReview")
                    await promise.Caller.PostAsync($"/api/jobs/{promise.JobId}/approve");
                return true;
            });
        }
    }

    private static async Task AskAsync(Promise promise)
    {
        await TryAsync(async () =>
        {
            var fields = promise.Review ? new[] { ("review", "true") } : [];
            var answer = await promise.Caller.TrySubmitAsync(promise.Plan.ToBytes(), promise.Plan.Id + ".mp4", promise.Plan.Id, fields);
            if (answer.Status == 202)
                promise.JobId = answer.Json["id"]!.GetValue<string>();
            else if (answer.Status != (int)HttpStatusCode.ServiceUnavailable && (answer.Code, answer.Header("Retry-After")) is not ("conflict", not null))
                throw new InvalidOperationException($"{promise.Plan.Id}: {answer.Status} {answer.Body}");
            return true;
        });
    }

    /// <summary>False when the host went away meanwhile, which is what this is about.</summary>
    private static async Task<bool> TryAsync(Func<Task<bool>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>What a user asked for and was told.</summary>
    public sealed class Promise(ServiceCaller caller, VideoPlan plan, bool review)
    {
        public ServiceCaller Caller { get; } = caller;

        public VideoPlan Plan { get; } = plan;

        public bool Review { get; } = review;

        public string? JobId { get; set; }

        public bool CancelTried { get; set; }

        /// <summary>The service said 202 to the cancellation, with work still to come.</summary>
        public bool CancelTaken { get; set; }
    }
}
