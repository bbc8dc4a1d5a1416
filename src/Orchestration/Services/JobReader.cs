using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Services;

/// <summary>Finds jobs. What belongs to another user does not exist, except for admins; what was deleted, for nobody.</summary>
public sealed class JobReader(IDurableTaskClientProvider clients, BlobAreas areas, IProgressStore progress, DeletionMarks marks)
{
    private const int MaxPage = 200;
    private readonly JsonBlobs _outputs = new(areas.Output);

    /// <summary>The job.</summary>
    /// <exception cref="RequestException"><c>not_found</c>.</exception>
    public async Task<JobSnapshot> FindAsync(Caller caller, string jobId, CancellationToken cancellationToken) =>
        await TryFindAsync(caller, jobId, cancellationToken) ?? throw NotFound();

    /// <summary>The job, or null when there is none for the caller.</summary>
    public async Task<JobSnapshot?> TryFindAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        var owner = JobIds.UserOf(jobId);
        if (owner is null || (owner != caller.UserId && !caller.IsAdmin))
            return null;
        if (await marks.ContainsAsync(jobId, cancellationToken))
            return null;
        if (await ReadInstanceAsync(jobId, cancellationToken) is { } job)
            return job;
        return await ReadRecordAsync(jobId, cancellationToken) is { } record
            ? new JobSnapshot(record.Request, record.Status, record.Status.EndedAt ?? record.Request.SubmittedAt)
            : null;
    }

    /// <summary>The job, which was found before: as long as it has not ended nobody asks whether it was deleted, because a deletion ends it.</summary>
    /// <exception cref="RequestException"><c>not_found</c>.</exception>
    public async Task<JobSnapshot> FindAgainAsync(Caller caller, string jobId, CancellationToken cancellationToken) =>
        await ReadInstanceAsync(jobId, cancellationToken) is { } job && !JobTransitions.IsTerminal(job.Status.State)
            ? job
            : await FindAsync(caller, jobId, cancellationToken);

    /// <summary>The record of a job that ended, or null.</summary>
    public async Task<JobRecord?> ReadRecordAsync(string jobId, CancellationToken cancellationToken)
    {
        var prefix = BlobPaths.OutputPrefix(JobIds.UserOf(jobId)!, jobId);
        await foreach (var blob in areas.Output.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
        {
            if (blob.Name.EndsWith("/job.json", StringComparison.Ordinal))
                return (await _outputs.ReadAsync<JobRecord>(blob.Name, cancellationToken))?.Value;
        }

        return null;
    }

    /// <summary>
    /// What stages left, for the editor: of a job in review <see cref="JobStatus.ReviewArtifacts"/>, of one that ended whatever is kept, of others
    /// nothing.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, ArtifactRef>> ArtifactsAsync(JobSnapshot job, CancellationToken cancellationToken) =>
        job.Status.ReviewWith
            ?? (JobTransitions.IsTerminal(job.Status.State) ? (await ReadRecordAsync(job.Request.JobId, cancellationToken))?.Artifacts : null)
            ?? new Dictionary<string, ArtifactRef>();

    /// <summary>The job as its owner sees it, without its place in the queue.</summary>
    public async Task<JobView> ViewAsync(JobSnapshot job, QueuePlace? place, CancellationToken cancellationToken)
    {
        var report = job.Status.Stage is not null && !JobTransitions.IsTerminal(job.Status.State)
            ? await progress.ReadAsync(job.Request.JobId, cancellationToken)
            : null;
        return JobViews.Create(job, report, place, await LanguagesAsync(job, cancellationToken));
    }

    /// <summary>The jobs of a running job's languages that are there and have not ended, by id.</summary>
    public async Task<IReadOnlyDictionary<string, JobView>> LanguagesAsync(JobSnapshot job, CancellationToken cancellationToken)
    {
        var views = new Dictionary<string, JobView>();
        if (JobTransitions.IsTerminal(job.Status.State))
            return views;
        foreach (var language in job.Request.Languages.Where(language => job.Status.Languages.All(ended => ended.JobId != language.JobId)))
        {
            if (await TryFindAsync(new Caller(job.Request.UserId), language.JobId, cancellationToken) is { } found)
                views[language.JobId] = await ViewAsync(found, null, cancellationToken);
        }

        return views;
    }

    /// <summary>A page of jobs, newest first, and the token of the next page.</summary>
    public async Task<(IReadOnlyList<JobSnapshot> Jobs, string? Next)> ListAsync(Caller caller, JobFilter filter, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(filter.Limit, 1, MaxPage);
        var prefix = PrefixOf(caller, filter);
        var (skip, token) = DecodeToken(filter.After);
        var deleted = await marks.ListAsync(prefix is null ? null : filter.UserId ?? caller.UserId, cancellationToken);
        var jobs = new List<JobSnapshot>();
        while (true)
        {
            var page = await clients.GetClient().ReadPageAsync(
                new OrchestrationQuery(InstanceIdPrefix: prefix, PageSize: limit, FetchInputsAndOutputs: true, ContinuationToken: token), cancellationToken);
            for (var i = skip; i < page.Values.Count; i++)
            {
                if (JobSnapshots.From(page.Values[i]) is not { } job || deleted.Contains(job.Request.JobId) || !(filter.States is not { Count: > 0 } states || states.Contains(job.Status.State)))
                    continue;
                if (jobs.Count == limit)
                    return (jobs, EncodeToken(i, token));
                jobs.Add(job);
            }

            if (page.ContinuationToken is null)
                return (jobs, null);
            (skip, token) = (0, page.ContinuationToken);
        }
    }

    public static RequestException NotFound() => new(ErrorCodes.NotFound, "There is no such job.");

    private async Task<JobSnapshot?> ReadInstanceAsync(string jobId, CancellationToken cancellationToken) =>
        await clients.GetClient().GetInstanceAsync(jobId, true, cancellationToken) is { } instance ? JobSnapshots.From(instance) : null;

    private static string? PrefixOf(Caller caller, JobFilter filter)
    {
        if (!caller.IsAdmin && (filter.AllUsers || (filter.UserId is not null && filter.UserId != caller.UserId)))
            throw new RequestException(ErrorCodes.Forbidden, "Only an admin can list the jobs of others.");
        if (filter.UserId is { } user)
            return UserIds.OwnsJobs(user) ? JobIds.PrefixOf(user) : throw new RequestException(ErrorCodes.InvalidRequest, "'user' is not a user id.");
        return filter.AllUsers ? null : JobIds.PrefixOf(caller.UserId);
    }

    private static string EncodeToken(int skip, string? token) =>
        Convert.ToHexStringLower(JsonSerializer.SerializeToUtf8Bytes(new PageToken(skip, token)));

    internal static (int Skip, string? Token) DecodeToken(string? after)
    {
        if (string.IsNullOrEmpty(after))
            return (0, null);
        try
        {
            if (JsonSerializer.Deserialize<PageToken>(Encoding.UTF8.GetString(Convert.FromHexString(after))) is { } token)
                return (Math.Max(0, token.Skip), token.Token);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Said below.
        }

        throw new RequestException(ErrorCodes.InvalidRequest, "'after' is not a token of an earlier page.");
    }

    private sealed record PageToken(int Skip, string? Token);
}
