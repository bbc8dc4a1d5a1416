using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;

namespace TransVox.Orchestration.Samples;

/// <summary>Shows the sample to everybody: its job and its results, and no other job of anybody.</summary>
public sealed class SampleService(SampleStore store, JobReader reader, FileService files) : ISampleService
{
    private static readonly Caller Owner = new(UserIds.Sample);

    public async Task<JobView> GetAsync(CancellationToken cancellationToken)
    {
        var job = await FindAsync(cancellationToken);
        var view = await reader.ViewAsync(job, null, cancellationToken);
        return view with { Outputs = [.. view.Outputs.Select(file => file with { Url = $"/api/sample/files/{Uri.EscapeDataString(file.Name)}" })] };
    }

    public async Task<JobFile> OpenFileAsync(string name, CancellationToken cancellationToken)
    {
        var job = await FindAsync(cancellationToken);
        // Results only: the record and the log of a job are for its owner.
        return job.Status.Outputs.Any(file => file.Name == name)
            ? await files.OpenOutputAsync(job, name, cancellationToken)
            : throw new RequestException(ErrorCodes.NotFound, "The sample has no such file.");
    }

    public async Task<JobFile> OpenSourceAsync(CancellationToken cancellationToken) =>
        await files.OpenSourceAsync(await FindAsync(cancellationToken), cancellationToken);

    private async Task<JobSnapshot> FindAsync(CancellationToken cancellationToken) =>
        await store.FindAsync(cancellationToken) is { } record
        && await reader.TryFindAsync(Owner, record.JobId, cancellationToken) is { } job
        && (job.Status.State == JobState.Completed || !JobTransitions.IsTerminal(job.Status.State))
            ? job
            : throw new RequestException(ErrorCodes.NotFound, "This service has no sample to show.");
}
