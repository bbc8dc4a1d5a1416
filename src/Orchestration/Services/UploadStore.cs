using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Services;

/// <summary>Uploads into the input container.</summary>
public sealed class UploadStore(BlobAreas areas, UploadLinks links, DeletionMarks marks, IOptions<TransVoxOptions> options, TimeProvider time)
{
    private const int BlockSize = 8 << 20;

    /// <summary>Streams a video to its blob, hashing it on the way; nothing becomes visible of an upload that breaks off.</summary>
    /// <exception cref="RequestException"><c>too_large</c> or <c>empty_file</c>.</exception>
    public async Task<SourceRef> StoreAsync(
        string userId, string jobId, string fileName, Stream video, long maxBytes, CancellationToken cancellationToken)
    {
        var path = BlobPaths.Upload(userId, jobId, fileName);
        var blob = areas.Input.GetBlockBlobClient(path);
        await using var counted = new UploadStream(video, maxBytes);
        var first = await counted.PeekAsync(cancellationToken);
        if (!first)
            throw new RequestException(ErrorCodes.EmptyFile, "The file is empty.");
        var upload = new BlobUploadOptions
        {
            TransferOptions = new() { InitialTransferSize = BlockSize, MaximumTransferSize = BlockSize, MaximumConcurrency = 2 },
            HttpHeaders = new BlobHttpHeaders { ContentType = ContentTypes.Of(path) },
            // Without a condition: the id is new, and a write whose answer was lost is sent again.
        };
        var answer = await blob.UploadAsync(counted, upload, cancellationToken);
        return new SourceRef(path, answer.Value.ETag.ToString(), counted.Count, counted.Hash());
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        areas.Input.DeleteBlobIfExistsAsync(path, cancellationToken: cancellationToken);

    /// <summary>A link to upload one file; the upload's id becomes the job's.</summary>
    public async Task<UploadLink> CreateLinkAsync(string userId, string fileName, long maxBytes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var uploadId = JobIds.New(userId, now);
        var expires = now.AddHours(options.Value.Storage.UploadLinkHours);
        var url = await links.CreateAsync(areas.Input.GetBlockBlobClient(BlobPaths.Upload(userId, uploadId, fileName)), expires, cancellationToken);
        return new UploadLink(uploadId, url, expires, maxBytes);
    }

    /// <summary>The upload that was made through a link.</summary>
    /// <exception cref="RequestException"><c>not_found</c>, <c>empty_file</c>, <c>too_large</c>.</exception>
    public async Task<SourceRef> FindAsync(string userId, string uploadId, long maxBytes, CancellationToken cancellationToken)
    {
        // Of a deleted job, which had this id, the video is there only for another one.
        if (JobIds.UserOf(uploadId) == userId && !await marks.ContainsAsync(uploadId, cancellationToken))
        {
            var prefix = BlobPaths.Upload(userId, uploadId, "x")[..^1];
            await foreach (var blob in areas.Input.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
            {
                var size = blob.Properties.ContentLength ?? 0;
                if (size == 0)
                    throw new RequestException(ErrorCodes.EmptyFile, "The uploaded file is empty. Upload it again.");
                return size <= maxBytes
                    ? new SourceRef(blob.Name, blob.Properties.ETag!.Value.ToString(), size)
                    : throw TooLarge(maxBytes);
            }
        }

        throw new RequestException(ErrorCodes.NotFound, "There is no finished upload with this id. Upload the file through the link first.");
    }

    internal static RequestException TooLarge(long maxBytes) =>
        new(ErrorCodes.TooLarge, $"The video is larger than the {maxBytes / (1024 * 1024)} MB that are taken. Shorten or compress it.");
}
