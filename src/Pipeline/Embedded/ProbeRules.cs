using System.Globalization;
using FFMpegCore;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Decisions about an upload, apart from the programs that look at it.</summary>
internal static class ProbeRules
{
    private static readonly string[] SignsOfACut =
        ["partial file", "truncat", "Invalid data found", "End of file", "ended prematurely", "missing picture"];

    /// <summary>The streams to dub: covers do not count as video; the default sound track goes before others.</summary>
    public static (FFProbeStream? Video, FFProbeStream? Audio) ChooseStreams(FFProbeAnalysis analysis)
    {
        var streams = analysis.Streams ?? [];
        var video = streams.FirstOrDefault(stream => stream.CodecType == "video" && !Flag(stream, "attached_pic"));
        var audio = streams.Where(stream => stream.CodecType == "audio" && !string.IsNullOrEmpty(stream.CodecName))
            .OrderByDescending(stream => Flag(stream, "default"))
            .ThenBy(stream => stream.Index)
            .FirstOrDefault();
        return (video, audio);
    }

    /// <summary>Number of a stream among the streams of its kind, as <c>-map 0:a:N</c> counts.</summary>
    public static int OrdinalOf(FFProbeAnalysis analysis, FFProbeStream stream) =>
        analysis.Streams.Count(other => other.CodecType == stream.CodecType && other.Index < stream.Index);

    /// <summary>Number as ffprobe writes it, or null.</summary>
    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>The error for a file that ffprobe cannot read.</summary>
    public static StageException Unreadable(string log)
    {
        if (log.Contains("moov atom not found", StringComparison.OrdinalIgnoreCase))
        {
            return Truncated(log);
        }

        return log.Contains("not on whitelist", StringComparison.OrdinalIgnoreCase)
            ? new StageException(
                ErrorCodes.UnsupportedContainer,
                "This kind of file is not accepted. Upload MP4, MOV, MKV, WebM, AVI, MPEG, FLV, ASF or Ogg.",
                logTail: log)
            : new StageException(
                ErrorCodes.UnreadableMedia,
                "The file is not a readable video. Check that it plays, convert it to MP4 and upload it again.",
                logTail: log);
    }

    public static StageException Truncated(string log) => new(
        ErrorCodes.TruncatedMedia,
        "The file is incomplete: its end is missing. Upload it again, whole.",
        logTail: log);

    /// <summary>
    /// Compares the header's duration with what the packets add up to, and returns the one to trust.
    /// </summary>
    /// <param name="declared">Of the header; null when it says nothing.</param>
    /// <param name="found">Seconds of packets that are there.</param>
    /// <param name="log">Of the reading.</param>
    /// <exception cref="StageException">They contradict each other.</exception>
    public static double ReconcileDuration(double? declared, double found, string log)
    {
        if (found <= 0.05)
        {
            throw new StageException(
                ErrorCodes.UnreadableMedia, "The file holds no sound or picture. Convert it to MP4 and upload it again.", logTail: log);
        }

        if (declared is not { } header || header <= 0)
        {
            return found;
        }

        var tolerance = Math.Max(1.0, header * 0.02);
        if (Math.Abs(header - found) <= tolerance)
        {
            return header;
        }

        if (found < header && LooksCut(log))
        {
            throw Truncated(log);
        }

        throw new StageException(
            ErrorCodes.DurationMismatch,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The file claims to last {header:0.0} s but holds {found:0.0} s. Convert it to MP4 (which rewrites its header) and upload it again."),
            logTail: log);
    }

    /// <summary>Rejects what is over the limit.</summary>
    public static void CheckDuration(double seconds, MediaLimits limits)
    {
        if (seconds > limits.MaxDuration.TotalSeconds)
        {
            throw new StageException(
                ErrorCodes.TooLong,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The video lasts {seconds / 60:0.0} minutes; the limit is {limits.MaxDuration.TotalMinutes:0.#}. Cut it into parts."));
        }
    }

    private static bool LooksCut(string log) =>
        Array.Exists(SignsOfACut, sign => log.Contains(sign, StringComparison.OrdinalIgnoreCase));

    private static bool Flag(FFProbeStream stream, string name) =>
        stream.Disposition is { } disposition && disposition.TryGetValue(name, out var value) && value == 1;
}
