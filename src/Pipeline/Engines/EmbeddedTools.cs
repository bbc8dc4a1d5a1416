using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;

namespace TransVox.Pipeline.Engines;

/// <summary>What the embedded engines share.</summary>
internal sealed partial class EmbeddedTools(ProcessRunner runner, Ffmpeg ffmpeg, EmbeddedOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, string> _versions = new(StringComparer.Ordinal);

    public ProcessRunner Runner { get; } = runner;

    public Ffmpeg Ffmpeg { get; } = ffmpeg;

    public EmbeddedOptions Options { get; } = options;

    public WhisperOptions Whisper { get; init; } = new();

    public TimeProvider Time { get; } = time;

    /// <summary>Name and version of a program, as it tells them itself.</summary>
    public async Task<string> VersionAsync(string program, string argument, CancellationToken cancellationToken)
    {
        if (_versions.TryGetValue(program, out var known))
        {
            return known;
        }

        var outcome = await Runner.RunAsync(
            new ProcessSpec(program, [argument]) { CaptureOutput = true, TimeLimit = TimeSpan.FromSeconds(20) }, cancellationToken);
        var match = VersionPattern().Match(outcome.Output + "\n" + outcome.LogTail);
        return _versions[program] = match.Success ? $"{program} {match.Value}" : program;
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex VersionPattern();
}
