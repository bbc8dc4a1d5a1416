using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Whisper;

namespace TransVox.Pipeline.Configuration;

/// <summary>Checks the <c>engines</c> section at start; messages name key, value and what is allowed.</summary>
internal sealed partial class EngineOptionsValidator : IValidateOptions<EngineOptions>
{
    public ValidateOptionsResult Validate(string? name, EngineOptions options)
    {
        var errors = new List<string>();
        Range(errors, "engines.devices", options.Devices, 0, 64);
        Range(errors, "engines.memoryMb", options.MemoryMb, 0, 10_000_000);
        Range(errors, "engines.cpuSeconds", options.CpuSeconds, 0, 10_000_000);
        if (options.Sandbox == SandboxMode.Required && Sandbox.OnThisMachine is { Sandbox: null } found)
        {
            errors.Add($"engines.sandbox is Required, but {found.Reason} With Auto programs run without a sandbox where there is none.");
        }

        Range(errors, "engines.embedded.recognizerProcesses", options.Embedded.RecognizerProcesses, 1, 16);
        Range(errors, "engines.embedded.wordsPerMinute", options.Embedded.WordsPerMinute, 80, 300);
        Range(errors, "engines.whisper.processes", options.Whisper.Processes, 1, 32);
        Range(errors, "engines.whisper.threads", options.Whisper.Threads, 0, 256);
        Range(errors, "engines.whisper.startSeconds", options.Whisper.StartSeconds, 1, 3600);
        if (ModelStore.Mistake(options.Whisper) is { } mistake)
        {
            errors.Add(mistake);
        }

        CheckNames(errors, options.Profiles);
        foreach (var named in ProfileLoader.NamesOf(options))
        {
            try
            {
                var profile = ProfileLoader.Load(options, named);
                var key = options.Profiles.Count > 0 ? $"engines.profiles.{named.Name}.stages" : "engines.stages";
                foreach (var (stage, stageProfile) in profile.Stages)
                {
                    Check(errors, $"{key}.{stage}", stage, stageProfile, profile.Settings);
                }
            }
            catch (InvalidDataException e)
            {
                errors.Add(e.Message);
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckNames(List<string> errors, IList<NamedProfile> profiles)
    {
        foreach (var named in profiles)
        {
            if (!ProfileName().IsMatch(named.Name))
            {
                errors.Add($"engines.profiles has the name '{named.Name}'; it must be 1 to 32 of a-z, 0-9 and '-'.");
            }

            Range(errors, $"engines.profiles.{named.Name}.maxVideoMinutes", named.MaxVideoMinutes ?? 1, 1, 1440);
        }

        errors.AddRange(profiles.GroupBy(named => named.Name).Where(group => group.Count() > 1)
            .Select(group => $"engines.profiles has the name '{group.Key}' {group.Count()} times; each needs a name of its own."));
    }

    private static void Check(List<string> errors, string key, Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings)
    {
        Range(errors, key + ".timeLimitSeconds", profile.TimeLimitSeconds ?? 1, 1, 86_400);
        Range(errors, key + ".graceSeconds", profile.GraceSeconds ?? 0, 0, 60);
        Range(errors, key + ".maxOutputMb", profile.MaxOutputMb ?? 1, 1, 10_000_000);
        Range(errors, key + ".nice", profile.Nice ?? 0, 0, 19);
        Range(errors, key + ".memoryMb", profile.MemoryMb ?? 0, 0, 10_000_000);
        Range(errors, key + ".cpuSeconds", profile.CpuSeconds ?? 0, 0, 10_000_000);
        foreach (var option in (profile.Options ?? []).Where(option => !OptionValues.Names.Contains(option)))
        {
            errors.Add($"{key}.options has '{option}'; it must be one of {string.Join(", ", OptionValues.Names)}.");
        }

        LanguageRules.Check(errors, key, stage, profile);
        foreach (var rule in profile.Errors ?? [])
        {
            Pattern(errors, key + ".errors.pattern", rule.Pattern);
        }

        var templates = new TemplateChecker(key, stage, profile, settings, errors);
        switch (profile.Engine ?? EngineKind.Embedded)
        {
            case EngineKind.Command when profile.Steps is not { Count: > 0 }:
                errors.Add($"{key}.steps is empty; a Command stage needs at least one step.");
                break;
            case EngineKind.Command:
                CheckSteps(errors, key, profile.Steps, templates);
                break;
            case EngineKind.Warm when profile.Warm is not { Program.Length: > 0 }:
                errors.Add($"{key}.warm.program is empty; a Warm stage needs a program.");
                break;
            case EngineKind.Warm:
                CheckWarm(errors, key, profile.Warm, templates);
                break;
            case EngineKind.Whisper when stage != Stage.Transcribe:
                errors.Add($"{key}.engine is Whisper, which recognizes speech; it belongs to the stage Transcribe.");
                break;
            case EngineKind.OpenAi or EngineKind.Azure:
                ServerRules.Check(errors, key, stage, profile, settings);
                break;
            default:
                break;
        }

        templates.Check(profile.WorkingDirectory);
        templates.Check(profile.Reads);
        templates.Check(profile.Writes);
        templates.Check(profile.Environment?.Values);
    }

    private static void CheckSteps(List<string> errors, string key, IList<StepProfile> steps, TemplateChecker templates)
    {
        foreach (var step in steps)
        {
            if (step.Program is null == step.Convert is null)
            {
                errors.Add($"{key}.steps: each step has either 'program' or 'convert'.");
            }

            if (step.Convert is { } convert && (!Converters.Names.Contains(convert) || step.From is null || step.To is null))
            {
                errors.Add($"{key}.steps.convert is '{convert}'; it must be one of {string.Join(", ", Converters.Names)}, with 'from' and 'to'.");
            }

            Pattern(errors, key + ".steps.progress", step.Progress);
            foreach (var option in (step.When?.Keys ?? []).Concat(step.OptionalArguments?.Keys ?? []).Where(option => !OptionValues.Names.Contains(option)))
            {
                errors.Add($"{key}.steps names the option '{option}'; it must be one of {string.Join(", ", OptionValues.Names)}.");
            }

            templates.Check(step.Program, step.Input, step.From, step.To);
            templates.Check(step.Arguments);
            templates.Check(step.OptionalArguments?.Values.SelectMany(list => list));
            templates.Check(step.With?.Values);
        }
    }

    private static void CheckWarm(List<string> errors, string key, WarmProfile warm, TemplateChecker templates)
    {
        Range(errors, key + ".warm.processes", warm.Processes, 1, 32);
        Range(errors, key + ".warm.maxJobs", warm.MaxJobs, 1, 1_000_000);
        Range(errors, key + ".warm.maxMemoryMb", warm.MaxMemoryMb, 0, 10_000_000);
        Range(errors, key + ".warm.startSeconds", warm.StartSeconds, 1, 3600);
        templates.Check(warm.Program);
        templates.Check(warm.Arguments);
    }

    private static void Pattern(List<string> errors, string key, string? pattern)
    {
        try
        {
            _ = pattern is null ? null : ErrorRules.Compile(pattern);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            errors.Add($"{key} is '{pattern}'; it must be a regular expression without look-around and back-references: {e.Message}");
        }
    }

    private static void Range(List<string> errors, string key, int value, int low, int high)
    {
        if (value < low || value > high)
        {
            errors.Add($"{key} is {value}; it must be between {low} and {high}.");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\z")]
    private static partial Regex ProfileName();
}
