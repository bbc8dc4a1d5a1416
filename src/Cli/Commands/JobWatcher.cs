using TransVox.Cli.Http;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary>Follows a job to its end.</summary>
internal static class JobWatcher
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Shows every event and returns the job as it ended.</summary>
    public static async Task<JobView> WatchAsync(TransVoxClient client, string name, JobView job, IJobDisplay display, CancellationToken cancellationToken)
    {
        var stream = new EventStream(client, Patience, TimeProvider.System);
        await foreach (var value in stream.ReadAsync(job.Id, cancellationToken))
            display.Show(name, value);
        return await client.GetJobAsync(job.Id, cancellationToken);
    }
}
