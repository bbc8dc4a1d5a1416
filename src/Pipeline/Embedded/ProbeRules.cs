using System.Globalization;
using FFMpegCore;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Decisions about an upload, apart from the programs that look at it.</summary>
internal static class ProbeRules
{
    private static readonly string[] SignsOfACut =
        ["partial file", "truncat", "Invalid data found", "End of file", "ended prematurely", "missing picture"];

    /// <summary>
    /// The streams to dub: covers do not count as video. Of several sound tracks the one in the language that is spoken, then the default one;
    /// commentaries and descriptions of the picture come last.
    /// </summary>
    public static (FFProbeStream? Video, FFProbeStream? Audio) ChooseStreams(FFProbeAnalysis analysis, string language)
    {
        var streams = analysis.Streams ?? [];
        var video = streams.FirstOrDefault(stream => stream.CodecType == "video" && !Flag(stream, "attached_pic"));
        var audio = streams.Where(IsSound)
            .OrderByDescending(stream => Languages.Names(Tag(stream, "language"), language))
            .ThenBy(stream => Flag(stream, "comment") || Flag(stream, "visual_impaired"))
            .ThenByDescending(stream => Flag(stream, "default"))
            .ThenBy(stream => stream.Index)
            .FirstOrDefault();
        return (video, audio);
    }

    /// <summary>Whether a stream is sound that can be decoded: phones add tracks that nobody else reads.</summary>
    public static bool IsSound(FFProbeStream stream) => stream.CodecType == "audio" && stream.CodecName is not (null or "" or "none" or "unknown");

    /// <summary>A stream's tag; containers differ in upper and lower case.</summary>
    public static string? Tag(FFProbeStream stream, string name) =>
        stream.Tags?.FirstOrDefault(tag => tag.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

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
    /// Seconds from the start to the end of picture and sound by what the file says; null when it does not. How long subtitles, chapters and
    /// data last is of no interest.
    /// </summary>
    public static double? DeclaredDuration(FFProbeAnalysis analysis)
    {
        var streams = (analysis.Streams ?? []).Where(stream => !Flag(stream, "attached_pic")).ToList();
        var ends = streams.Where(stream => stream.CodecType is "video" or "audio").Select(End).ToList();
        return streams.TrueForAll(stream => stream.CodecType is "video" or "audio")
            ? Number(analysis.Format?.Duration)
            : ends.Count > 0 && ends.TrueForAll(seconds => seconds is not null) ? ends.Max() - (Number(analysis.Format?.StartTime) ?? 0) : null;
    }

    /// <summary>
    /// Compares what a file says with what its packets add up to, and returns what to go by: its own word where that is about right, since
    /// it is exact, else picture and sound.
    /// </summary>
    /// <param name="declared">By the header; null when it says nothing.</param>
    /// <param name="found">Seconds of packets that are there.</param>
    /// <param name="log">Of the reading.</param>
    /// <returns>Seconds, and what there is to say about them.</returns>
    /// <exception cref="StageException">The end is missing, or everything.</exception>
    public static (double Seconds, string? Warning) ReconcileDuration(double? declared, double found, string log)
    {
        if (found <= 0.05)
        {
            throw new StageException(
                ErrorCodes.UnreadableMedia, "The file holds no sound or picture. Convert it to MP4 and upload it again.", logTail: log);
        }

        if (declared is not { } header || header <= 0)
        {
            return (found, null);
        }

        if (Math.Abs(header - found) <= Math.Max(1.0, header * 0.02))
        {
            return (header, null);
        }

        if (found < header && LooksCut(log))
        {
            throw Truncated(log);
        }

        return (found, found > header
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The file says that it lasts {header:0.0} s, but picture and sound last {found:0.0} s, which were dubbed. If its end is missing, upload it again, whole."));
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

    /// <summary>Whether a stream is marked as this.</summary>
    public static bool Flag(FFProbeStream stream, string name) =>
        stream.Disposition is { } disposition && disposition.TryGetValue(name, out var value) && value == 1;

    /// <summary>When a stream ends: by its own word, or by the tag in which Matroska says it.</summary>
    private static double? End(FFProbeStream stream) => Number(stream.Duration) is { } seconds
        ? seconds + (Number(stream.StartTime) ?? 0)
        : stream.Tags?.FirstOrDefault(tag => tag.Key.StartsWith("DURATION", StringComparison.OrdinalIgnoreCase)).Value is { } text
            && TimeSpan.TryParse(text.Length > 16 ? text[..16] : text, CultureInfo.InvariantCulture, out var time)
            ? time.TotalSeconds
            : null;

    private static bool LooksCut(string log) =>
        Array.Exists(SignsOfACut, sign => log.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
