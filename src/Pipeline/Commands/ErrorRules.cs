using System.Text.RegularExpressions;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Commands;

/// <summary>Finds out what a failure means: rules of the profile first, then what GPU programs usually say.</summary>
internal sealed class ErrorRules
{
    private static readonly ErrorRule[] BuiltIn =
    [
        new()
        {
            Pattern = "CUDA out of memory|OutOfMemoryError|CUDA_ERROR_OUT_OF_MEMORY|CUBLAS_STATUS_ALLOC_FAILED|hipErrorOutOfMemory",
            Code = ErrorCodes.GpuOutOfMemory,
            Retry = Retryability.OutOfMemory,
        },
        new()
        {
            Pattern = "CUDA-capable device\\(s\\) is/are busy|devices? (is|are) busy or unavailable",
            Code = ErrorCodes.GpuBusy,
            Retry = Retryability.Busy,
        },
    ];

    private readonly List<(ErrorRule Rule, Regex? Pattern)> _rules;

    public ErrorRules(IEnumerable<ErrorRule>? profile)
    {
        _rules = [.. (profile ?? []).Concat(BuiltIn).Select(rule => (rule, rule.Pattern is { } pattern ? Compile(pattern) : null))];
    }

    /// <summary>Compiles a pattern of a profile; it runs in linear time whatever a program prints.</summary>
    public static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The first rule whose pattern matches a line; rules by exit code alone are not among them.</summary>
    public ErrorRule? Match(string line) => _rules.Find(rule => rule.Pattern is not null && rule.Pattern.IsMatch(line)).Rule;

    /// <summary>The error for a failure, from what was seen in the log or else from the exit code.</summary>
    public StageException? ToException(ErrorRule? seen, int? exitCode, string logTail)
    {
        var rule = seen is not null && (seen.ExitCode is null || seen.ExitCode == exitCode)
            ? seen
            : _rules.Find(candidate => candidate.Pattern is null && candidate.Rule.ExitCode is { } code && code == exitCode).Rule;
        return rule is null
            ? null
            : new StageException(rule.Code, rule.Message ?? Sentence(rule.Code), rule.Retry, exitCode, logTail);
    }

    private static string Sentence(string code) => code switch
    {
        ErrorCodes.GpuOutOfMemory => "The GPU ran out of memory; the job is tried again with less at a time.",
        ErrorCodes.GpuBusy => "The GPU is busy; the job goes on when it is free.",
        ErrorCodes.NoSpeech => "No speech was found in the sound track.",
        _ => "The engine of this stage failed. Try again; if it fails again, tell an operator.",
    };
}
