using System.Net.Sockets;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Outbound;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Sources;

/// <summary>
/// One attempt to bring a job's video from its address into storage. It goes on where an earlier one stopped, as long as the server has
/// the same file still; no disk ever holds it.
/// </summary>
public sealed class SourceFetcher(
    BlobAreas areas, FetchStore fetches, FetchGate gate, SourceAddresses addresses, HttpVideo http, ToolVideo tool, StopSignals stops,
    IOptions<TransVoxOptions> options, TimeProvider time)
{
    private readonly SourceOptions _options = options.Value.Source;

    /// <summary>Fetches.</summary>
    /// <param name="input">Names the job and the place of the video.</param>
    /// <param name="progress">Told how many bytes there are.</param>
    /// <param name="cancellationToken">The job or the host stops.</param>
    internal async Task<StageOutcome> ExecuteAsync(StageInput input, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var blob = areas.Input.GetBlockBlobClient(input.Source.Blob);
        if (await StagedVideo.FindAsync(blob, cancellationToken) is { } there)
            return await DoneAsync(input, new StageOutcome(Reused: true, Fetched: there), cancellationToken);
        using var place = gate.TryEnter(input.UserId);
        if (place is null)
            return StageOutcome.Failed(new ActivityError(ErrorCodes.QueueTimeout, "The video waited too long to be fetched. Retry the job when there is less to do.", Retryability.Busy));
        if (await fetches.BeginAsync(input.JobId, cancellationToken) is not { } state)
            throw new StageException(ErrorCodes.Conflict, "The address is not kept any more. Submit it again.");
        var run = new Run(input, progress, state, await StagedVideo.LoadAsync(blob, state.Version, input.MaxVideoBytes, cancellationToken));
        var before = run.Video.Length;
        var started = time.GetTimestamp();
        try
        {
            await TransferAsync(run, cancellationToken);
            // The fence: whoever was told to stop, even while it could not hear it, commits nothing.
            if (await stops.IsRequestedAsync(input.JobId, cancellationToken))
                throw new StageException(ErrorCodes.Cancelled, "The job was stopped.");
            var video = await run.Video.CommitAsync(cancellationToken);
            return await DoneAsync(input, new StageOutcome(Seconds: time.GetElapsedTime(started).TotalSeconds, Fetched: video), cancellationToken);
        }
        catch (AddressRefusedException e)
        {
            return StageOutcome.Failed(new ActivityError(ErrorCodes.SourceRefused, e.Message));
        }
        catch (FetchException e)
        {
            // What the next attempt cannot go on from is no progress.
            var progressed = run.State.Validator is not null && run.Video.Length > before;
            return StageOutcome.Failed(new ActivityError(e.Code, e.Message, e.Retry, RetryAfter: e.RetryAfter.TotalSeconds, Progressed: progressed));
        }
    }

    /// <summary>The address is needed no more.</summary>
    private async Task<StageOutcome> DoneAsync(StageInput input, StageOutcome outcome, CancellationToken cancellationToken)
    {
        await fetches.RemoveAsync(input.JobId, cancellationToken);
        return outcome;
    }

    private async Task TransferAsync(Run run, CancellationToken cancellationToken)
    {
        var left = run.State.StartedAt!.Value.AddMinutes(_options.TimeoutMinutes) - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            throw OutOfTime();
        var address = addresses.Require(run.State.Address);
        using var limit = new CancellationTokenSource(left, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (addresses.IsForTool(address))
                await RunToolAsync(run, address, left, both.Token);
            else if (run.State.Length is not { } whole || run.Video.Length != whole)
                await DownloadAsync(run, address, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw OutOfTime();
        }

        if (run.Video.Length == 0)
            throw new FetchException(ErrorCodes.EmptyFile, "The file at this address is empty.");
    }

    private async Task DownloadAsync(Run run, Uri address, CancellationToken cancellationToken)
    {
        using var speed = new SpeedLimit(time, TimeSpan.FromSeconds(_options.StallSeconds), _options.MinimumBytesPerSecond, cancellationToken);
        try
        {
            using var answer = await http.OpenAsync(address, run.Video.Length, run.State.Validator, speed.Token);
            if (answer.Length > run.Input.MaxVideoBytes)
                throw StagedVideo.TooLarge(run.Input.MaxVideoBytes);
            if (!answer.Continues)
                await RestartAsync(run, answer.Validator, answer.Length, cancellationToken);
            await using var body = await answer.Response.Content.ReadAsStreamAsync(speed.Token);
            await CopyAsync(run, body, speed, cancellationToken);
        }
        catch (OperationCanceledException) when (speed.IsTooSlow && !cancellationToken.IsCancellationRequested)
        {
            throw new FetchException(
                ErrorCodes.SourceTimeout,
                $"The server sent less than {_options.MinimumBytesPerSecond} bytes per second. Upload the video, or retry the job later.", Retryability.Transient);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            if (OutboundFailures.RefusalOf(e) is { } refused)
                throw refused;
            throw Broken(e);
        }

        if (run.State.Length is { } whole && run.Video.Length != whole)
            throw new FetchException(ErrorCodes.SourceUnavailable, "The server sent less than it said.", Retryability.Transient);
    }

    private async Task RunToolAsync(Run run, Uri address, TimeSpan left, CancellationToken cancellationToken)
    {
        await RestartAsync(run, null, null, cancellationToken);
        await tool.RunAsync(address, run.Input.MaxVideoBytes, left, (output, _) => CopyAsync(run, output, null, cancellationToken), cancellationToken);
    }

    private async Task RestartAsync(Run run, string? validator, long? length, CancellationToken cancellationToken)
    {
        run.State = await fetches.BeginVersionAsync(run.Input.JobId, validator, length, cancellationToken);
        run.Video = run.Video.Restart(run.State.Version);
    }

    private static async Task CopyAsync(Run run, Stream body, SpeedLimit? speed, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 << 10];
        while (true)
        {
            int count;
            try
            {
                count = await body.ReadAsync(buffer, speed?.Token ?? cancellationToken);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // What came so far need not come again.
                await run.Video.FlushAsync(cancellationToken);
                if (e is IOException)
                    throw Broken(e);
                throw;
            }

            if (count == 0)
                return;
            speed?.Count(count);
            await run.Video.AppendAsync(buffer.AsMemory(0, count), cancellationToken);
            run.Report();
        }
    }

    private static FetchException Broken(Exception e) => new(ErrorCodes.SourceUnavailable, OutboundFailures.Describe(e), Retryability.Transient);

    private FetchException OutOfTime() => new(
        ErrorCodes.SourceTimeout, $"The video did not come within {_options.TimeoutMinutes:0.##} minutes. Upload it, or retry the job later.");

    /// <summary>One attempt as far as it is.</summary>
    private sealed class Run(StageInput input, IProgress<StageProgress> progress, FetchState state, StagedVideo video)
    {
        public StageInput Input => input;

        public FetchState State { get; set; } = state;

        public StagedVideo Video { get; set; } = video;

        public void Report() => progress.Report(new StageProgress(
            State.Length is > 0 and var whole ? Math.Min(1, Video.Length / (double)whole) : 0, null, Video.Length, State.Length));
    }
}
