using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Warm;

/// <summary>Does a stage with a program that keeps its model loaded.</summary>
internal sealed class WarmEngine(
    Stage stage,
    StageProfile profile,
    IReadOnlyDictionary<string, string> settings,
    ProcessRunner runner,
    TimeProvider time) : ProfileEngine(stage, profile, settings), IAsyncDisposable
{
    private readonly WarmPrograms _programs = new(profile.Warm!, TimeSpan.FromSeconds(profile.TimeLimitSeconds ?? 3600), time);

    /// <summary>Programs started so far, on all devices.</summary>
    public int Started => _programs.Started;

    protected override IEnumerable<string> Programs => [Profile.Warm!.Program];

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var outputs = StageArtifacts.Outputs(request.Stage, request.Options)
            .ToDictionary(output => output, output => Path.Combine(request.WorkDirectory, output), StringComparer.Ordinal);
        try
        {
            var (name, answer) = await _programs.DoAsync(
                request.Device,
                () => Start(request),
                id => new WarmJob(id, request.Stage, request.WorkDirectory, request.Inputs, outputs, request.Options, request.Device, request.ReducedBatch),
                fraction => progress.Report(new StageProgress(fraction)),
                cancellationToken);
            return answer.Ok == true ? new EngineResult(name ?? Name, answer.Warnings) : throw Failure(answer);
        }
        catch (WarmProcessDiedException e)
        {
            throw Errors.ToException(Seen(e.Outcome.LogTail), e.Outcome.ExitCode, e.Outcome.LogTail)
                ?? ProcessRunner.Failed(Profile.Warm!.Program, e.Outcome);
        }
    }

    public ValueTask DisposeAsync() => _programs.DisposeAsync();

    private StageException Failure(WarmAnswer answer)
    {
        var text = answer.Error ?? "";
        var retry = answer.Code switch
        {
            ErrorCodes.GpuOutOfMemory => Retryability.OutOfMemory,
            ErrorCodes.GpuBusy => Retryability.Busy,
            ErrorCodes.NoSpeech => Retryability.Never,
            _ => Retryability.Transient,
        };
        return answer.Code is { } code && code != ErrorCodes.EngineFailed
            ? new StageException(code, "The engine of this stage reported an error it knows; the job goes on or ends accordingly.", retry, logTail: text)
            : Errors.ToException(Seen(text), null, text)
                ?? new StageException(
                    ErrorCodes.EngineFailed, "The engine of this stage failed. Try again; if it fails again, tell an operator.", Retryability.Transient, logTail: text);
    }

    private ErrorRule? Seen(string log) => log.Split('\n').Select(Errors.Match).FirstOrDefault(rule => rule is not null);

    private WarmProcess Start(StageRequest request)
    {
        // The first request of a device only lends its device: a warm program has no files of its own.
        var context = new CommandContext(request with { Inputs = new Dictionary<string, string>() }, Settings);
        return new WarmProcess(
            runner,
            new ProcessSpec(context.Expand(Profile.Warm!.Program), [.. Profile.Warm.Arguments.Select(context.Expand)])
            {
                WorkingDirectory = Profile.WorkingDirectory is { } directory ? context.Expand(directory) : null,
                Environment = CommandEnvironment.Of(Profile, context),
                Nice = Profile.Nice ?? 0,
                Access = CommandAccess.Of(Profile, context),
                MaxMemoryBytes = (long)(Profile.MemoryMb ?? 0) << 20,
                Grace = TimeSpan.FromSeconds(Profile.GraceSeconds ?? 3),
            });
    }
}
