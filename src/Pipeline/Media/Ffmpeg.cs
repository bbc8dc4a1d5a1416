using System.Globalization;
using System.Text.Json;
using FFMpegCore;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Media;

/// <summary>Runs ffmpeg and ffprobe: argument lists, whitelists for what users sent, progress, bounds.</summary>
public sealed class Ffmpeg(ProcessRunner runner)
{
    /// <summary>
    /// Containers that are read. The list keeps playlists out, which would otherwise pull other files into the output.
    /// </summary>
    public const string Formats = "mov,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,mp3,wav,flac,aac";

    // Enough for 8K video; a file that claims a larger picture must not take the machine down.
    private const long MaxMemory = 8L << 30;

    /// <summary>Arguments that read a file which a user sent. It must be an absolute path with a neutral name.</summary>
    public static IReadOnlyList<string> Untrusted(string path) =>
        ["-protocol_whitelist", "file", "-format_whitelist", Formats, "-i", "file:" + path];

    /// <summary>Arguments that read a file which an earlier stage made.</summary>
    public static IReadOnlyList<string> Own(string path) => ["-protocol_whitelist", "file", "-i", "file:" + path];

    /// <summary>Seconds as ffmpeg reads them.</summary>
    public static string Seconds(double seconds) => seconds.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Runs ffmpeg and fails when it does.</summary>
    /// <param name="request">Limits and the directory whose size is watched.</param>
    /// <param name="arguments">Inputs, options, outputs; the common ones are added.</param>
    /// <param name="seconds">Length of the output, for progress; 0 when unknown.</param>
    /// <param name="progress">Receives 0–1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<FfmpegOutcome> RunAsync(
        FfmpegJob request,
        IReadOnlyList<string> arguments,
        double seconds,
        Action<double>? progress,
        CancellationToken cancellationToken)
    {
        var reached = 0.0;
        void OnLine(string line)
        {
            // out_time_ms is in microseconds too; out_time_us says so.
            if (line.StartsWith("out_time_us=", StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(12), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds))
            {
                reached = Math.Max(reached, microseconds / 1e6);
                progress?.Invoke(seconds > 0 ? Math.Clamp(reached / seconds, 0, 1) : 0);
            }
        }

        string[] common = ["-nostdin", "-hide_banner", "-nostats", "-y", "-v", request.Verbosity, "-progress", "pipe:1"];
        var outcome = await runner.RunAsync(
            new ProcessSpec("ffmpeg", [.. common, .. arguments])
            {
                WorkingDirectory = request.WorkDirectory,
                WatchedDirectory = request.WorkDirectory,
                MaxDirectoryBytes = request.MaxDirectoryBytes,
                TimeLimit = request.TimeLimit,
                MaxAddressSpaceBytes = MaxMemory,
                Access = new ProgramAccess { Work = request.WorkDirectory, Reads = FilesOf(arguments) },
                OnOutputLine = OnLine,
            },
            cancellationToken);
        // A program that was killed says nothing about the file.
        return outcome.ExitCode == 0 || (request.AcceptFailure && outcome.ExitCode is not (134 or 137 or 139 or 143))
            ? new FfmpegOutcome(outcome.ExitCode, reached, outcome.LogTail)
            : throw ProcessRunner.Failed("ffmpeg", outcome);
    }

    /// <summary>Asks ffprobe about a file.</summary>
    /// <returns>The answer, or null with ffprobe's messages when it cannot read the file.</returns>
    public async Task<(FFProbeAnalysis? Analysis, string Log)> ProbeAsync(
        string path, bool trusted, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var input = trusted ? Own(path) : Untrusted(path);
        var outcome = await runner.RunAsync(
            new ProcessSpec(
                "ffprobe",
                ["-v", "error", "-show_entries", "format:stream:stream_disposition", "-of", "json", .. input])
            {
                CaptureOutput = true,
                TimeLimit = timeLimit,
                MaxOutputBytes = 4 << 20,
                MaxAddressSpaceBytes = MaxMemory,
                Access = new ProgramAccess { Reads = [path] },
            },
            cancellationToken);
        return (outcome.ExitCode == 0 ? ParseProbe(outcome.Output) : null, outcome.LogTail);
    }

    /// <summary>What ffprobe wrote.</summary>
    /// <exception cref="StageException"><see cref="ErrorCodes.UnreadableMedia"/>: it is nothing that it writes.</exception>
    internal static FFProbeAnalysis? ParseProbe(string output)
    {
        try
        {
            return JsonSerializer.Deserialize<FFProbeAnalysis>(output);
        }
        catch (JsonException e)
        {
            throw new StageException(
                ErrorCodes.UnreadableMedia, "The file's description cannot be read. Convert it to MP4 and try again.", innerException: e);
        }
    }

    /// <summary>The files that arguments of <see cref="Untrusted"/> and <see cref="Own"/> read.</summary>
    private static string[] FilesOf(IReadOnlyList<string> arguments) =>
        [.. arguments.Zip(arguments.Skip(1)).Where(pair => pair.First == "-i").Select(pair => pair.Second["file:".Length..])];
}
