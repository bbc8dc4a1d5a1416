using System.Text;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Orchestration.Activities;

/// <summary>
/// Copies results, inside the storage account, to <c>output/{userId}/{jobId}/{stem}/</c>, and writes the subtitle files of a job that asks for
/// text alone, which no stage joins with anything. The work store stays the source, so a second run overwrites with the same bytes.
/// </summary>
public sealed class PublishActivity(BlobAreas areas, WorkStore work, DiskRoom disk, IHostApplicationLifetime lifetime, ILogger<PublishActivity> logger)
    : StoppableActivity<PublishInput, PublishOutcome>(lifetime)
{
    public override async Task<PublishOutcome> RunAsync(PublishInput input, CancellationToken cancellationToken)
    {
        if (disk.HoldsJobs && !disk.HasRoom())
            return new PublishOutcome(ActivityError.From(DiskFull.ToException()));
        try
        {
            var textOnly = input.Options?.IsTextOnly() == true;
            var files = await Task.WhenAll(PublishedNames(input.Artifacts, textOnly).Select(result =>
                PublishAsync(input, result.Name, result.Artifact, textOnly, cancellationToken)));
            return new PublishOutcome(Files: [.. files.SelectMany(ofResult => ofResult)]);
        }
        catch (Exception e) when (StorageFailures.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            ActivityLog.StepFailed(logger, e, input.JobId, "publishing the results");
            return new PublishOutcome(new ActivityError(ErrorCodes.StorageUnavailable, "The results could not be stored.", Retryability.Transient));
        }
    }

    /// <summary>The artifacts that users get, under the names that they see. Pure.</summary>
    public static IEnumerable<(string Name, ArtifactRef Artifact)> PublishedNames(IReadOnlyDictionary<string, ArtifactRef> artifacts, bool textOnly)
    {
        foreach (var (name, artifact) in artifacts.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            // The translation has source and target text: it is the transcript that users want.
            if (name == Artifacts.Translation || (name == Artifacts.Transcript && !artifacts.ContainsKey(Artifacts.Translation)))
                yield return (Artifacts.Transcript, artifact);
            else if (!textOnly && (name is Artifacts.Dubbed or Artifacts.DubbedAudio or Artifacts.Background or Artifacts.Voice or Artifacts.Mix or Artifacts.Quality
                || name.StartsWith("subtitles.", StringComparison.Ordinal)))
                yield return (name, artifact);
        }
    }

    private async Task<List<PublishedFile>> PublishAsync(PublishInput input, string name, ArtifactRef artifact, bool textOnly, CancellationToken cancellationToken)
    {
        await CopyAsync(artifact, BlobPaths.Output(input.UserId, input.JobId, input.FileName, name), cancellationToken);
        var copied = new PublishedFile(name, artifact.Size);
        return textOnly ? [copied, .. await WriteSubtitlesAsync(input, artifact, cancellationToken)] : [copied];
    }

    private async Task<List<PublishedFile>> WriteSubtitlesAsync(PublishInput input, ArtifactRef text, CancellationToken cancellationToken)
    {
        var transcript = await work.ReadTranscriptAsync(text, cancellationToken);
        var files = new List<PublishedFile>();
        foreach (var (name, content) in SubtitleFiles.Of(transcript.Cues, input.Options!))
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = ContentTypes.Of(name) } };
            var blob = areas.Output.GetBlobClient(BlobPaths.Output(input.UserId, input.JobId, input.FileName, name));
            await blob.UploadAsync(BinaryData.FromBytes(bytes), options, cancellationToken);
            files.Add(new PublishedFile(name, bytes.Length));
        }

        return files;
    }

    private async Task CopyAsync(ArtifactRef artifact, string target, CancellationToken cancellationToken)
    {
        var source = areas.Work.GetBlobClient(artifact.Blob);
        var copy = await areas.Output.GetBlockBlobClient(target).StartCopyFromUriAsync(source.Uri, new BlobCopyFromUriOptions(), cancellationToken);
        // Within an account a copy is done when it is answered, as a rule; asking for it would be a request for nothing.
        if (!copy.GetRawResponse().Headers.TryGetValue("x-ms-copy-status", out var status) || status != "success")
            await copy.WaitForCompletionAsync(cancellationToken);
    }
}
