using System.Net.Http.Json;
using TransVox.Cli.Upload;

namespace TransVox.Cli.Http;

internal sealed partial class TransVoxClient
{
    /// <summary>Where the bundle of a job is.</summary>
    public static string BundleAddress(string jobId) => MovePath(jobId, "bundle");

    /// <summary>All jobs of all users, oldest first.</summary>
    public async Task<List<JobView>> ListAllAsync(CancellationToken cancellationToken)
    {
        var jobs = new List<JobView>();
        string? next = null;
        do
        {
            var page = await ListAsync($"?all=true&limit=200{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}", cancellationToken);
            jobs.AddRange(page.Jobs);
            next = page.Next;
        }
        while (next is not null);

        // Names with an underscore are the service's own: the sample, which every service makes for itself.
        return [.. jobs.Where(job => !job.UserId.StartsWith('_')).OrderBy(job => job.CreatedAt)];
    }

    public async Task<MovedJob> ImportAsync(string jobId, string file, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, BundleAddress(jobId)) { Content = new FileContent(file, 0, new FileInfo(file).Length, _ => { }) };
        request.Content.Headers.ContentType = new("application/x-tar");
        request.Headers.ExpectContinue = true;
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync<MovedJob>(response, cancellationToken);
    }

    public async Task DropAsync(string jobId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, BundleAddress(jobId));
        using var response = await SendAsync(request, cancellationToken);
    }

    public Task<MovedJob> WithdrawAsync(string jobId, string move, CancellationToken cancellationToken) =>
        PostAsync<MovedJob>(MovePath(jobId, "withdraw"), JsonContent.Create(new WithdrawBody(move), options: CliJson.Options), cancellationToken);

    public Task<MovedJob> ReleaseHeldAsync(string jobId, CancellationToken cancellationToken) =>
        PostAsync<MovedJob>(MovePath(jobId, "release"), null, cancellationToken);

    private static string MovePath(string jobId, string part) => $"api/admin/jobs/{Uri.EscapeDataString(jobId)}/{part}";
}
