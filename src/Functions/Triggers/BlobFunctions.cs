using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Intake;

namespace TransVox.Functions.Triggers;

/// <summary>
/// New videos in the input container. The source of events is fixed when the app is compiled, so there are two functions, and an
/// app setting disables one of them: <c>AzureWebJobs_VideoUploaded_Disabled</c> on Azure, where Event Grid tells of a blob within
/// seconds; <c>AzureWebJobs_VideoUploadedEvent_Disabled</c> on the storage emulator, which has no events and is polled.
/// Events come at least once; the intake starts nothing twice. An event that fails five times goes to the poison queue.
/// </summary>
public sealed class BlobFunctions(
    BlobIntake intake, PoisonBlobs poison, DurableClientSource clients, TimeProvider time, ILogger<BlobFunctions> logger)
{
    public const string Polling = "VideoUploaded";
    public const string EventDriven = "VideoUploadedEvent";

    /// <summary>Where the blob trigger puts what it gave up.</summary>
    public const string PoisonQueue = "webjobs-blobtrigger-poison";

    // The trigger binds a client, not the content: a video is never read into memory to learn its name.
    [Function(Polling)]
    public Task PolledAsync(
        [BlobTrigger("input/{path}")] BlobClient blob, string path, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        TakeAsync(blob, path, client, cancellationToken);

    [Function(EventDriven)]
    public Task NotifiedAsync(
        [BlobTrigger("input/{path}", Source = BlobTriggerSource.EventGrid)] BlobClient blob, string path, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        TakeAsync(blob, path, client, cancellationToken);

    [Function("PoisonBlob")]
    public Task PoisonAsync([QueueTrigger(PoisonQueue)] string message, CancellationToken cancellationToken) =>
        poison.RecordAsync(message, cancellationToken);

    private async Task TakeAsync(BlobClient blob, string path, DurableTaskClient client, CancellationToken cancellationToken)
    {
        clients.Offer(client);
        var outcome = await RetryPause.RunAsync(() => intake.HandleAsync(path, cancellationToken), time, cancellationToken);
        FunctionsLog.BlobHandled(logger, blob.Name, outcome.Result, outcome.JobId);
    }
}
