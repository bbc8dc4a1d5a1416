using CliWrap;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Commands;

/// <summary>Does a stage with any programs, as a profile describes them.</summary>
internal sealed class CommandEngine(
    Stage stage,
    StageProfile profile,
    IReadOnlyDictionary<string, string> settings,
    ProcessRunner runner,
    Converters converters) : ProfileEngine(stage, profile, settings)
{
    protected override IEnumerable<string> Programs => (Profile.Steps ?? []).Select(step => step.Program).OfType<string>();

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var context = new CommandContext(request, Settings);
        var steps = (Profile.Steps ?? []).Where(step => context.Applies(step.When)).ToList();
        var programs = Math.Max(1, steps.Count(step => step.Program is not null));
        var done = 0;
        ErrorRule? seen = null;
        var tail = "";
        foreach (var step in steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (step.Convert is not null)
            {
                await ConvertAsync(step, context, seen, tail, cancellationToken);
                continue;
            }

            var from = (double)done++ / programs;
            var outcome = await RunStepAsync(step, context, from, 1.0 / programs, rule => seen ??= rule, progress, cancellationToken);
            tail = outcome.LogTail;
            if (step.ExitCodes is not { Count: 0 } && !(step.ExitCodes ?? [0]).Contains(outcome.ExitCode))
            {
                throw Errors.ToException(seen, outcome.ExitCode, tail) ?? ProcessRunner.Failed(context.Expand(step.Program!), outcome);
            }
        }

        var missing = StageArtifacts.Outputs(request.Stage, request.Options)
            .Any(output => !File.Exists(Path.Combine(request.WorkDirectory, output)));
        return missing && Errors.ToException(seen, null, tail) is { } error ? throw error : new EngineResult(Name);
    }

    /// <summary>A conversion fails when a program before it failed without saying so by its exit code.</summary>
    private async Task ConvertAsync(StepProfile step, CommandContext context, ErrorRule? seen, string tail, CancellationToken cancellationToken)
    {
        try
        {
            await converters.RunAsync(step, context, cancellationToken);
        }
        catch (StageException) when (seen is not null)
        {
            throw Errors.ToException(seen, null, tail)!;
        }
    }

    private async Task<ProcessOutcome> RunStepAsync(
        StepProfile step,
        CommandContext context,
        double from,
        double share,
        Action<ErrorRule> onRule,
        IProgress<StageProgress> progress,
        CancellationToken cancellationToken)
    {
        var pattern = step.Progress is { } text ? ErrorRules.Compile(text) : null;
        void OnLine(string line)
        {
            if (pattern is not null && ProgressPattern.Fraction(pattern, line) is { } fraction)
            {
                progress.Report(new StageProgress(from + (share * fraction), line.Length <= 200 ? line : line[..200]));
            }

            if (Errors.Match(line) is { } rule)
            {
                onRule(rule);
            }
        }

        var optional = (step.OptionalArguments ?? new Dictionary<string, List<string>>())
            .Where(pair => OptionValues.Of(pair.Key, context.Request.Options, context.Request.ReducedBatch) is not null)
            .SelectMany(pair => pair.Value);
        return await runner.RunAsync(
            new ProcessSpec(context.Expand(step.Program!), context.ExpandAll((step.Arguments ?? []).Concat(optional)))
            {
                WorkingDirectory = Profile.WorkingDirectory is { } directory ? context.Expand(directory) : context.Request.WorkDirectory,
                Environment = CommandEnvironment.Of(Profile, context),
                StandardInput = step.Input is { } input ? PipeSource.FromFile(context.Expand(input)) : null,
                TimeLimit = TimeSpan.FromSeconds(Profile.TimeLimitSeconds ?? 3600),
                Grace = TimeSpan.FromSeconds(Profile.GraceSeconds ?? 3),
                WatchedDirectory = context.Request.WorkDirectory,
                MaxDirectoryBytes = (long)(Profile.MaxOutputMb ?? 65536) << 20,
                Nice = Profile.Nice ?? 0,
                Access = CommandAccess.Of(Profile, context) is { } access ? access with { Work = context.Request.WorkDirectory } : null,
                MaxMemoryBytes = (long)(Profile.MemoryMb ?? 0) << 20,
                CpuSeconds = Profile.CpuSeconds ?? 0,
                OnOutputLine = OnLine,
                OnErrorLine = OnLine,
            },
            cancellationToken);
    }
}
