using System.Formats.Tar;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Moves;

/// <summary>
/// The side that jobs leave, one at a time and for administrators. Finished ones are copied. One that waits is held by the other service before it is withdrawn here, and
/// released there after that: at no moment can both run it, and at none is it nowhere. Each step may be repeated.
/// </summary>
public sealed class MoveExporter(JobReader reader, BlobAreas areas, IDurableTaskClientProvider clients, ILimitsStore limits)
{
    // A job that waits ends when it hears of it; a probe may be in its way.
    private static readonly TimeSpan WithdrawTime = TimeSpan.FromSeconds(60);
    private static readonly string[] Records = ["job.json", "log.txt"];

    /// <summary>Everything about a job that has ended, or that waits and has not had a slot.</summary>
    /// <returns>Writes it to a stream.</returns>
    /// <exception cref="RequestException"><c>not_found</c>; <c>conflict</c>: it is under way.</exception>
    public async Task<Func<Stream, CancellationToken, Task>> OpenBundleAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        var job = await reader.FindAsync(caller, jobId, cancellationToken);
        var (request, ended) = (job.Request, JobTransitions.IsTerminal(job.Status.State));
        if (request.UserId == UserIds.Sample || (!ended && !Waits(job)))
        {
            throw new RequestException(ErrorCodes.Conflict, $"The job is {job.Status.State}. Only a job that has ended can be exported, or one that waits and has not had a slot.");
        }

        var entries = new List<(string Name, BlobClient Blob, ETag? Version)>
        {
            (MoveRecord.Source, areas.Input.GetBlobClient(request.Source.Blob), new ETag(request.Source.ETag)),
        };
        entries.AddRange(ended
            ? job.Status.Outputs.Select(file => file.Name).Concat(Records).Distinct().Select(name => (
                MoveRecord.Output + name, areas.Output.GetBlobClient(BlobPaths.Output(request.UserId, jobId, request.FileName, name)), (ETag?)null))
            : request.Provided.Select(artifact => (MoveRecord.Provided + artifact.Key, areas.Work.GetBlobClient(artifact.Value.Blob), (ETag?)null)));
        await limits.AuditAsync(caller.UserId, "job-export", jobId, cancellationToken);
        return (target, token) => WriteAsync(new MoveRecord(MoveRecord.Current, request, ended ? job.Status : null), entries, target, token);
    }

    /// <summary>Ends a job that still waits, as moved by <paramref name="move"/>; once more it gives the same answer, to that move alone.</summary>
    public async Task<MovedJob> WithdrawAsync(Caller caller, string jobId, string move, CancellationToken cancellationToken)
    {
        var job = await reader.FindAsync(caller, jobId, cancellationToken);
        if (Waits(job))
        {
            await limits.AuditAsync(caller.UserId, "job-withdraw", jobId, cancellationToken);
            // No stop marker: whether it is withdrawn is for the job itself to say, in one place.
            await clients.GetClient().RaiseEventAsync(jobId, JobEvents.Cancel, caller.Actor with { Moves = move }, cancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(WithdrawTime);
            try
            {
                await clients.GetClient().WaitForInstanceCompletionAsync(jobId, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // It has not heard of it yet, or has started meanwhile.
            }

            job = await reader.FindAsync(caller, jobId, cancellationToken);
            if (Waits(job))
                throw new RequestException(ErrorCodes.Conflict, "The job has not heard of it yet. Ask again.", TimeSpan.FromSeconds(5));
        }

        return new MovedJob(jobId, job.Status.State == JobState.Cancelled && job.Status.MovedBy == move ? MoveState.Withdrawn : MoveState.Kept);
    }

    /// <summary>Nothing of it has run but what needs no slot; a language's job is its parent's, and an address is fetched by whoever has it.</summary>
    private static bool Waits(JobSnapshot job) =>
        !JobTransitions.IsTerminal(job.Status.State) && job.Status.StartedAt is null && job.Request.ParentId is null && job.Request.Source.IsStored;

    private static async Task WriteAsync(
        MoveRecord record, List<(string Name, BlobClient Blob, ETag? Version)> entries, Stream target, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        await AddAsync(tar, MoveRecord.Job, new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(record, DurableJson.Options)), cancellationToken);
        foreach (var (name, blob, version) in entries)
        {
            try
            {
                var conditions = version is null ? null : new BlobRequestConditions { IfMatch = version };
                await blob.GetPropertiesAsync(conditions, cancellationToken);
                await AddAsync(tar, name, await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { BufferSize = 1 << 20 }, cancellationToken), cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412 && record.Status is not null)
            {
                // Not kept any more; of a job that has ended the rest is something all the same.
            }
        }

        await AddAsync(tar, MoveRecord.End, new MemoryStream(), cancellationToken);
    }

    private static async Task AddAsync(TarWriter tar, string name, Stream content, CancellationToken cancellationToken)
    {
        await using (content)
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content }, cancellationToken);
    }
}
