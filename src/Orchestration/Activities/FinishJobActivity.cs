using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Sources;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Telemetry;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>The last activity of every job: record, log, use, quarantine, and everything that was kept while it ran. Idempotent.</summary>
public sealed class FinishJobActivity(
    BlobAreas areas,
    WorkStore work,
    IQueuePlaces places,
    IProgressStore progress,
    UsageStore usage,
    StageTimes times,
    JobMetrics metrics,
    FetchStore fetches,
    StagesAhead ahead,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<FinishJobActivity> logger) : StoppableActivity<FinishInput, FinishOutcome>(lifetime)
{
    private static readonly JsonSerializerOptions Indented = new(DurableJson.Options) { WriteIndented = true };

    public override async Task<FinishOutcome> RunAsync(FinishInput input, CancellationToken cancellationToken)
    {
        var record = input.Record;
        var (request, status) = (record.Request, record.Status);
        try
        {
            // At once: whoever watches the job waits for the last of them.
            await Task.WhenAll(
                places.EndedAsync(request.JobId, cancellationToken),
                WriteAsync(record, "job.json", "application/json", JsonSerializer.SerializeToUtf8Bytes(record, Indented), cancellationToken),
                WriteLogAsync(record, cancellationToken),
                CountAsync(request, status, cancellationToken),
                status.Error is { Code: ErrorCodes.Poison } error ? SetAsideAsync(request, error, cancellationToken) : Task.CompletedTask,
                request.Source.IsStored ? Task.CompletedTask : fetches.DiscardAsync(request.Source.Blob, cancellationToken),
                ahead.DropAsync(request.JobId),
                progress.ClearAsync(request.JobId, cancellationToken));
            return new FinishOutcome();
        }
        catch (Exception e) when (StorageFailures.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            ActivityLog.StepFailed(logger, e, request.JobId, "the end of the job");
            return new FinishOutcome(new ActivityError(ErrorCodes.StorageUnavailable, "The storage account did not answer.", Retryability.Transient));
        }
    }

    private static EngineUse UseOf(JobStatus status) =>
        status.Stages.Aggregate(EngineUse.None, (use, stage) => use.Plus(stage.Use));

    private async Task WriteAsync(JobRecord record, string name, string contentType, byte[] content, CancellationToken cancellationToken)
    {
        var path = BlobPaths.Output(record.Request.UserId, record.Request.JobId, record.Request.FileName, name);
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } };
        await areas.Output.GetBlobClient(path).UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
    }

    private async Task WriteLogAsync(JobRecord record, CancellationToken cancellationToken)
    {
        var paths = record.Artifacts.Values.Select(a => JobLogText.ManifestOf(a.Blob)).OfType<string>().Distinct();
        var lines = new Dictionary<Stage, IReadOnlyList<string>>();
        foreach (var manifest in await Task.WhenAll(paths.Select(path => work.RecallAsync(path, cancellationToken))))
        {
            if (manifest is { Stage: var stage, Log: { } log })
                lines[stage] = log;
        }

        await WriteAsync(record, "log.txt", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(JobLogText.Create(record, lines)), cancellationToken);
    }

    private async Task CountAsync(JobRequest request, JobStatus status, CancellationToken cancellationToken)
    {
        if (!await usage.AddAsync(request.UserId, request.JobId, status.GpuSeconds, UseOf(status), cancellationToken))
            return;
        metrics.Ended(request, status);
        await times.LearnAsync(request, status, cancellationToken);
    }

    private async Task SetAsideAsync(JobRequest request, JobError error, CancellationToken cancellationToken)
    {
        var entry = new QuarantineEntry(request.JobId, request.UserId, request.FileName, time.GetUtcNow(), error.Message);
        await new JsonBlobs(areas.System).WriteAsync(BlobPaths.Quarantine(request.JobId), entry, cancellationToken);
    }
}
