using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Services;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Samples;

/// <summary>
/// Has the sample made, by the service itself: a job like any other, of the lowest priority, submitted while nobody else has work. The
/// engines and the video decide which one is wanted; whoever asks twice, or after a crash, gets the same job.
/// </summary>
public sealed class SampleMaker(
    SampleStore store, JobSubmitter submitter, JobStarter starter, JobReader reader, IAdmissionLedger ledger, ILimitsStore limitsStore, IStageRunner runner,
    IOptions<TransVoxOptions> options)
{
    private static readonly Caller Owner = new(UserIds.Sample);
    private static readonly string UsualVideo = Path.Combine(AppContext.BaseDirectory, "samples", "hello-en.mp4");
    private readonly SampleOptions _options = options.Value.Sample;

    private string Video => _options.Video is { Length: > 0 } path ? Path.GetFullPath(path) : UsualVideo;

    /// <summary>Looks after it once.</summary>
    /// <exception cref="RequestException">None can be made as things are: engines, languages or the video are missing, or it is not accepted.</exception>
    public async Task<SampleOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var command = new SubmitCommand
        {
            FileName = Path.GetFileName(Video),
            Options = new DubbingOptions { SourceLanguage = _options.SourceLanguage, TargetLanguage = _options.TargetLanguage },
            Priority = JobPriority.Low,
        };
        if (!IsWanted(command.Options))
        {
            await store.RemoveAsync(cancellationToken);
            return SampleOutcome.Off;
        }

        RequireParts();
        var limits = await limitsStore.GetAsync(cancellationToken);
        var pool = SubmitChecks.Check(command, limits, starter.DefaultPool, runner);
        await using var video = File.OpenRead(Video);
        var key = await KeyAsync(command, video, cancellationToken);
        var record = await store.FindAsync(cancellationToken);
        if (record?.Key == key && await StandsAsync(record.JobId, cancellationToken))
            return SampleOutcome.Stands;
        if (!await IsIdleAsync(limits, pool, cancellationToken))
            return SampleOutcome.Waits;

        // The job before is part of the key: until the record names the new one, every attempt is the same submission.
        video.Position = 0;
        var outcome = await submitter.SubmitAsync(Owner, command with { IdempotencyKey = $"{key}.{record?.JobId}" }, video, cancellationToken);
        await store.WriteAsync(new SampleRecord(key, outcome.Job.Id), CancellationToken.None);
        return SampleOutcome.Submitted;
    }

    private bool IsWanted(DubbingOptions dub) =>
        _options.Enabled ?? ((_options.Video is not null || File.Exists(UsualVideo)) && !SubmitChecks.ProfileOf(dub, runner).Languages.LeavesMachine);

    private void RequireParts()
    {
        if (!File.Exists(Video))
            throw new RequestException(ErrorCodes.NotFound, $"Its video '{Video}' is not there.");
        if (runner.FindMissing() is { Count: > 0 } missing)
            throw new RequestException(ErrorCodes.EngineMissing, $"The engines need what is not on this machine: {string.Join(", ", missing.Select(part => part.Name).Distinct())}.");
    }

    /// <summary>Another video, another dub of it, or engines that may do it differently are another sample.</summary>
    private async Task<string> KeyAsync(SubmitCommand command, Stream video, CancellationToken cancellationToken)
    {
        var parts = EngineStages.All.Select(stage => runner.Describe(stage, command.Options).Fingerprint)
            .Append(command.FileName).Append(command.Options.SourceLanguage).Append(command.Options.TargetLanguage)
            .Append(Convert.ToHexStringLower(await SHA256.HashDataAsync(video, cancellationToken)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32];
    }

    /// <summary>Whether the job needs no successor: it goes on, it is done, or it crashed its worker and would again.</summary>
    private async Task<bool> StandsAsync(string jobId, CancellationToken cancellationToken) =>
        await reader.TryFindAsync(Owner, jobId, cancellationToken) is { Status: var status }
        && (status.State == JobState.Completed || !JobTransitions.IsTerminal(status.State) || status.Error?.Code == ErrorCodes.Poison);

    /// <summary>Nobody else waits or runs, and the pool would start it: it takes a turn from no one.</summary>
    private async Task<bool> IsIdleAsync(LiveLimits limits, string pool, CancellationToken cancellationToken) =>
        LimitsFromOptions.ForPool(limits, pool, options.Value.Scheduling).Mode == PoolMode.Active
        && (await ledger.ReadAsync(TimeSpan.Zero, cancellationToken)).Count == 0;
}
