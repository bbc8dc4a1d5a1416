namespace TransVox.Pipeline.Media;

/// <summary>Where and within which bounds ffmpeg runs.</summary>
/// <param name="WorkDirectory">Directory it runs in; its size is watched.</param>
/// <param name="TimeLimit">Longest wall time.</param>
/// <param name="MaxDirectoryBytes">Most bytes in the directory.</param>
/// <param name="Verbosity">ffmpeg's log level; filters that print results need <c>info</c>.</param>
/// <param name="AcceptFailure">Return instead of throwing when it fails, because the failure says something about the file.</param>
public sealed record FfmpegJob(
    string WorkDirectory,
    TimeSpan TimeLimit,
    long MaxDirectoryBytes = 64L << 30,
    string Verbosity = "warning",
    bool AcceptFailure = false);
