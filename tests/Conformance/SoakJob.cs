using System.Net;
using System.Net.Sockets;

namespace TransVox.Conformance;

/// <summary>
/// What a user does with one video, from submission to deletion, whatever happens to the service meanwhile: asks again while there is no
/// answer, as every client should.
/// </summary>
public sealed class SoakJob(ServiceCaller user, string planId, SoakJob.Fate fate, Random random)
{
    /// <summary>Long enough for restarts, for faults of the storage and for the queue before it, on a busy machine too: what is lost never comes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly string[] Ends = ["Completed", "Failed", "Cancelled", "TimedOut", "Rejected"];

    /// <summary>What becomes of a job.</summary>
    public enum Fate
    {
        Runs,
        Reviewed,
        Subtitles,
        FailsAndIsRetried,
        Cancelled,
        Deleted,
        LeftToRetention,
    }

    public string PlanId => planId;

    public string UserId => user.UserId;

    /// <summary>Of the jobs of which nothing may be left in the end: deleted, or older than they are kept.</summary>
    public List<string> GoneIds { get; } = [];

    /// <summary>Runs to the end; every sentence is something that should not have happened.</summary>
    public async Task<IReadOnlyList<string>> LiveAsync()
    {
        var wrong = new List<string>();
        try
        {
            var id = await SubmitAsync();
            switch (fate)
            {
                case Fate.Cancelled:
                    await Task.Delay(TimeSpan.FromSeconds(random.NextDouble()), TimeProvider.System);
                    var taken = (await AskAsync(() => user.CancelAsync(id))).Status == 202;
                    Expect(await EndAsync(id), wrong, taken ? ["Cancelled", "Completed"] : ["Completed"]);
                    break;
                case Fate.Deleted:
                    await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 2), TimeProvider.System);
                    break;
                case Fate.FailsAndIsRetried:
                    // A run that the host was killed in was the one that was to fail.
                    var failed = await EndAsync(id);
                    Expect(failed, wrong, ["Failed", "Completed"]);
                    if (failed["state"]?.GetValue<string>() == "Failed")
                        await RetryAsync(id, wrong);
                    break;
                default:
                    var job = await EndAsync(id);
                    Expect(job, wrong, ["Completed"]);
                    if (job["outputs"]?.AsArray() is not { Count: > 0 })
                        wrong.Add($"{planId} has no results.");
                    break;
            }

            if (fate == Fate.LeftToRetention)
                GoneIds.Add(id);
            else
                await DeleteAsync(id, wrong);
        }
        catch (TimeoutException e)
        {
            wrong.Add($"{planId} ({fate}): {e.Message}");
        }

        return wrong;
    }

    private async Task<string> SubmitAsync()
    {
        var plan = new VideoPlan(planId, secondsPerStage: random.NextDouble() * 0.05);
        if (fate == Fate.FailsAndIsRetried)
            plan.With("Transcribe", "code", "no_speech").With("Transcribe", "times", 1);
        (string, string)[] fields = fate switch
        {
            Fate.Reviewed => [("review", "true")],
            Fate.Subtitles => [("output", "Subtitles")],
            _ => [],
        };
        var answer = await AskAsync(() => user.TrySubmitAsync(plan.ToBytes(), planId + ".mp4", planId, fields));
        return answer.Status == 202 ? answer.Json["id"]!.GetValue<string>() : throw new TimeoutException($"not taken: {answer.Status} {answer.Body}");
    }

    private async Task RetryAsync(string id, List<string> wrong)
    {
        // An answer that is lost leaves a retry behind that nobody knows of, but whoever lists the jobs.
        var retry = await AskAsync(() => user.PostAsync($"/api/jobs/{id}/retry"));
        if (retry.Status != 202)
        {
            wrong.Add($"{planId} was not retried: {retry.Status} {retry.Body}");
            return;
        }

        var jobs = (await AskAsync(() => user.GetAsync("/api/jobs?limit=100"))).Json["jobs"]!.AsArray();
        foreach (var again in jobs.Where(job => job!["basedOn"]?.GetValue<string>() == id).Select(job => job!["id"]!.GetValue<string>()).ToList())
        {
            Expect(await EndAsync(again), wrong, ["Completed"]);
            await DeleteAsync(again, wrong);
        }
    }

    private async Task<JsonNode> EndAsync(string id)
    {
        JsonNode? job = null;
        await Eventually.IsTrueAsync($"{id} has ended", async () =>
        {
            await Task.Delay(Pause, TimeProvider.System);
            job = (await AskAsync(() => user.GetAsync($"/api/jobs/{id}"))).Json;
            if (job["state"]?.GetValue<string>() == "AwaitingReview")
                await AskAsync(() => user.PostAsync($"/api/jobs/{id}/approve"));
            return job["state"] is null || Ends.Contains(job["state"]!.GetValue<string>());
        }, Patience);
        return job!;
    }

    private async Task DeleteAsync(string id, List<string> wrong)
    {
        GoneIds.Add(id);
        var answer = await AskAsync(() => user.DeleteAsync($"/api/jobs/{id}"));
        // Deleted by a request whose answer was lost.
        if (answer.Status is not (204 or 404))
            wrong.Add($"{planId} was not deleted: {answer.Status} {answer.Body}");
        if ((await AskAsync(() => user.GetAsync($"/api/jobs/{id}"))).Status is var status and not 404)
            wrong.Add($"{planId} is deleted and answers {status}.");
    }

    private void Expect(JsonNode job, List<string> wrong, string[] states)
    {
        if (!states.Contains(job["state"]?.GetValue<string>()))
            wrong.Add($"{planId} ({fate}) is not {string.Join(" or ", states)}: {job.ToJsonString()}");
    }

    /// <summary>Asks until somebody answers: the host may be down, or its storage away.</summary>
    private static async Task<ServiceAnswer> AskAsync(Func<Task<ServiceAnswer>> ask)
    {
        ServiceAnswer? answer = null;
        await Eventually.IsTrueAsync("the service answers", async () =>
        {
            try
            {
                answer = await ask();
                return answer.Status is not ((int)HttpStatusCode.ServiceUnavailable or 429 or 507) && !(answer.Code == "conflict" && answer.Header("Retry-After") is not null);
            }
            catch (Exception e) when (e is HttpRequestException or SocketException or IOException or TaskCanceledException)
            {
                await Task.Delay(Pause, TimeProvider.System);
                return false;
            }
        }, Patience);
        return answer!;
    }
}
