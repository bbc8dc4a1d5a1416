using System.Net;
using System.Net.Http.Headers;
using TransVox.Cli.Http;

namespace TransVox.Cli.Download;

/// <summary>
/// Downloads result files. A file has its name only when it is complete; one that was interrupted stays as <c>.part</c>, and the next
/// run goes on behind its last byte when the service still has the same file.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="addressOf">Where a result of this name is, when it is not the job's own.</param>
internal sealed class Downloader(TransVoxClient client, Func<string, string>? addressOf = null)
{
    /// <summary>Downloads the named outputs of a job to a folder; returns the paths, in order.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(JobView job, IReadOnlyList<string> names, string folder, CancellationToken cancellationToken)
    {
        var wanted = names.Count == 0 ? job.Outputs.Select(o => o.Name).ToList() : names;
        if (wanted.Count == 0)
            throw new UsageException($"Job {job.Id} has no files (it is {OpenEnum.NameOf(job.State)}).");
        var paths = new List<string>();
        foreach (var name in wanted)
        {
            if (!job.Outputs.Any(o => o.Name == name))
                throw new ServiceException(ErrorCodes.NotFound, $"Job {job.Id} has no file '{name}'. It has: {string.Join(", ", job.Outputs.Select(o => o.Name))}.", HttpStatusCode.NotFound);
            paths.Add(await DownloadAsync(addressOf?.Invoke(name) ?? TransVoxClient.FileAddress(job.Id, name), name, folder, cancellationToken));
        }

        return paths;
    }

    /// <summary>Downloads one file of the service to a folder, under a name that the service gave it; returns the path.</summary>
    public async Task<string> DownloadAsync(string address, string name, string folder, CancellationToken cancellationToken)
    {
        var path = TargetPath(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = path + ".part";
        var tag = part + ".etag";
        var (offset, etag) = Earlier(part, tag);
        using (var response = await OpenAsync(address, offset, etag, cancellationToken))
        {
            if (response.StatusCode != HttpStatusCode.PartialContent)
                offset = 0;
            await File.WriteAllTextAsync(tag, response.Headers.ETag?.ToString() ?? "", cancellationToken);
            await using var file = new FileStream(part, offset > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write);
            await CopyAsync(response, file, cancellationToken);
        }

        File.Move(part, path, overwrite: true);
        File.Delete(tag);
        return path;
    }

    private static async Task CopyAsync(HttpResponseMessage response, FileStream file, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.CopyToAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw new ServiceException("unreachable", "The download was interrupted. Run the same command again: it goes on where it stopped.", innerException: e);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(string address, long offset, EntityTagHeaderValue? etag, CancellationToken cancellationToken)
    {
        try
        {
            return await client.OpenFileAsync(address, offset, etag, cancellationToken);
        }
        catch (ServiceException e) when (e.Status == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // The part is as long as the file, or longer than what the service has now.
            return await client.OpenFileAsync(address, 0, null, cancellationToken);
        }
    }

    private static (long Offset, EntityTagHeaderValue? ETag) Earlier(string part, string tag)
    {
        if (!File.Exists(part) || !File.Exists(tag) || !EntityTagHeaderValue.TryParse(File.ReadAllText(tag), out var etag))
            return (0, null);
        return (new FileInfo(part).Length, etag);
    }

    /// <summary>A name comes from the service; whatever it says, nothing is written outside the folder.</summary>
    private static string TargetPath(string folder, string name)
    {
        var root = Path.GetFullPath(folder);
        var path = Path.GetFullPath(Path.Combine(root, name));
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || !path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ServiceException("bad_answer", $"The service named a file '{name}', which is not a name inside a folder.", HttpStatusCode.InternalServerError);
        return path;
    }
}
