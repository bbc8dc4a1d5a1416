namespace TransVox.Pipeline.Media;

/// <summary>What a run of ffmpeg gave.</summary>
/// <param name="ExitCode">0 says little: truncated files decode with 0 too.</param>
/// <param name="OutTime">Seconds of output when it ended.</param>
/// <param name="LogTail">Last lines of its log.</param>
public sealed record FfmpegOutcome(int ExitCode, double OutTime, string LogTail);
