using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>Opens the files of a job: seekable streams over blobs, which fetch only what is read.</summary>
public sealed class FileService(BlobAreas areas, JobReader reader)
{
    private static readonly string[] Records = ["job.json", "log.txt"];

    public Task<JobFile> OpenOutputAsync(JobSnapshot job, string name, CancellationToken cancellationToken)
    {
        // Names are compared with the list, never put together into a path.
        var known = job.Status.Outputs.Select(f => f.Name).Concat(JobTransitions.IsTerminal(job.Status.State) ? Records : [])
            .FirstOrDefault(n => n == name);
        return known is null
            ? throw NotFound()
            : OpenAsync(
                areas.Output.GetBlobClient(BlobPaths.Output(job.Request.UserId, job.Request.JobId, job.Request.FileName, known)),
                known,
                ContentTypes.Of(known),
                null,
                cancellationToken);
    }

    public Task<JobFile> OpenSourceAsync(JobSnapshot job, CancellationToken cancellationToken) => OpenAsync(
        areas.Input.GetBlobClient(job.Request.Source.Blob),
        job.Request.FileName,
        ContentTypes.Of(job.Request.Source.Blob),
        new BlobRequestConditions { IfMatch = new ETag(job.Request.Source.ETag) },
        cancellationToken);

    /// <summary>The shape of the voice, while it is kept.</summary>
    /// <exception cref="RequestException"><c>not_found</c>.</exception>
    public async Task<JobFile> OpenWaveformAsync(JobSnapshot job, CancellationToken cancellationToken)
    {
        var artifacts = await reader.ArtifactsAsync(job, cancellationToken);
        return artifacts.GetValueOrDefault(Artifacts.Waveform) is { } waveform
            ? await OpenAsync(areas.Work.GetBlobClient(waveform.Blob), Artifacts.Waveform, ContentTypes.Of(Artifacts.Waveform), null, cancellationToken)
            : throw NotFound();
    }

    private static async Task<JobFile> OpenAsync(
        BlobClient blob, string fileName, string contentType, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await blob.GetPropertiesAsync(conditions, cancellationToken)).Value;
            var options = new BlobOpenReadOptions(allowModifications: false) { BufferSize = 1 << 20 };
            var content = await blob.OpenReadAsync(options, cancellationToken);
            return new JobFile(content, contentType, fileName, properties.ETag.ToString().Trim('"'), properties.LastModified);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            throw NotFound();
        }
    }

    private static RequestException NotFound() => new(ErrorCodes.NotFound, "There is no such file, or it is not kept any more.");
}
