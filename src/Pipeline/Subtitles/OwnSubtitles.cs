using System.Globalization;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Takes a user's subtitles in place of recognition.</summary>
public static class OwnSubtitles
{
    private const int ProblemsShown = 5;

    /// <summary>The transcript to store as <see cref="Artifacts.Transcript"/>.</summary>
    /// <param name="bytes">SubRip or WebVTT in any usual encoding.</param>
    /// <param name="sourceLanguage">Language of the text.</param>
    /// <param name="duration">Seconds of the video, or null when it is not known yet.</param>
    /// <exception cref="StageException"><see cref="ErrorCodes.InvalidSubtitles"/> with lines and reasons.</exception>
    public static Transcript ToTranscript(ReadOnlySpan<byte> bytes, string sourceLanguage, double? duration = null)
    {
        var (cues, problems) = SubtitleReader.Read(bytes);
        if (problems.Count > 0)
        {
            var shown = string.Join("; ", problems.Take(ProblemsShown).Select(problem =>
                problem.Line == 0 ? problem.Reason : string.Create(CultureInfo.InvariantCulture, $"line {problem.Line}: {problem.Reason}")));
            var more = problems.Count > ProblemsShown ? $" (and {problems.Count - ProblemsShown} more)" : "";
            throw new StageException(ErrorCodes.InvalidSubtitles, $"The subtitles cannot be used: {shown}{more}. Correct the file and upload it again.");
        }

        if (duration is not { } seconds)
        {
            return new Transcript(sourceLanguage, null, cues);
        }

        var inside = cues.Where(cue => cue.Start < seconds).Select(cue => cue with { End = Math.Min(cue.End, seconds) }).ToList();
        if (inside.Count == 0)
        {
            throw new StageException(
                ErrorCodes.InvalidSubtitles,
                string.Create(CultureInfo.InvariantCulture, $"All cues start after the end of the video ({seconds:0.0} s). Upload the subtitles of this video."));
        }

        return new Transcript(
            sourceLanguage, null, inside,
            inside.Count == cues.Count ? null : [$"{cues.Count - inside.Count} cues start after the end of the video and were left out."]);
    }
}
