using System.Globalization;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Takes a user's subtitles in place of recognition.</summary>
public static class OwnSubtitles
{
    private const int ProblemsShown = 5;
    private const double Touching = 0.001;

    /// <summary>The transcript to store as <see cref="Artifacts.Brought"/>; its warnings name what is not as in the file.</summary>
    /// <param name="bytes">SubRip, WebVTT or Advanced SubStation in any usual encoding.</param>
    /// <param name="sourceLanguage">Language of the text.</param>
    /// <exception cref="StageException"><see cref="ErrorCodes.InvalidSubtitles"/> with lines and reasons.</exception>
    public static Transcript ToTranscript(ReadOnlySpan<byte> bytes, string sourceLanguage)
    {
        var decoded = SubtitleEncoding.Decode(bytes, sourceLanguage);
        var (cues, problems) = SubtitleReader.Parse(decoded.Text);
        var fatal = problems.Where(problem => !problem.LeftOut || cues.Count == 0).ToList();
        if (fatal.Count > 0)
        {
            throw new StageException(ErrorCodes.InvalidSubtitles, $"The subtitles cannot be used: {Shown(fatal)}. Correct the file and upload it again.");
        }

        var warnings = new List<string>();
        if (decoded.Guessed is { } encoding)
        {
            warnings.Add($"The subtitles are not in UTF-8; they were read as {encoding}. If letters are wrong, save them as UTF-8 and submit again.");
        }

        if (problems.Count > 0)
        {
            warnings.Add($"Left out of the subtitles: {Shown(problems)}.");
        }

        if (Overlaps(cues) is { Count: > 0 } overlaps)
        {
            warnings.Add($"Cue {Numbers(overlaps)} begins before another ends; they are spoken one after the other.");
        }

        return new Transcript(sourceLanguage, null, cues, warnings.Count == 0 ? null : warnings);
    }

    /// <summary>The same cues as what a dub says, in words that no engine changes; what was said in the video is not known.</summary>
    /// <param name="transcript">What <see cref="ToTranscript"/> made of the file.</param>
    /// <param name="sourceLanguage">Language of the video.</param>
    public static Transcript AsTranslation(Transcript transcript, string sourceLanguage) => transcript with
    {
        SourceLanguage = sourceLanguage,
        TargetLanguage = transcript.SourceLanguage,
        Cues = [.. transcript.Cues.Select(cue => cue with { Text = "", Translation = cue.Text })],
        Reviewed = true,
    };

    /// <summary>Takes out what the video has no place for.</summary>
    /// <param name="transcript">Brought cues.</param>
    /// <param name="seconds">Length of the video.</param>
    /// <exception cref="StageException"><see cref="ErrorCodes.InvalidSubtitles"/>: nothing is left.</exception>
    public static Transcript Fit(Transcript transcript, double seconds)
    {
        var outside = transcript.Cues.Where(cue => cue.Start >= seconds).ToList();
        if (outside.Count == transcript.Cues.Count)
        {
            throw new StageException(
                ErrorCodes.InvalidSubtitles,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"All cues start after the end of the video ({seconds:0.0} s), the first at {Time(transcript.Cues[0].Start)}. Upload the subtitles of this video, or shift their times."));
        }

        if (outside.Count == 0 && transcript.Cues.All(cue => cue.End <= seconds))
        {
            return transcript;
        }

        var named = string.Join(", ", outside.Take(ProblemsShown).Select(cue =>
            string.Create(CultureInfo.InvariantCulture, $"cue {cue.Index} at {Time(cue.Start)} {SubtitleReader.Quote(cue.Translation ?? cue.Text)}")));
        List<string> warnings = [.. transcript.Warnings ?? []];
        if (outside.Count > 0)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Left out, because the video ends at {seconds:0.0} s: {named}{More(outside.Count)}. If these cues belong to it, upload the whole video."));
        }

        return transcript with
        {
            Cues = [.. transcript.Cues.Where(cue => cue.Start < seconds).Select(cue => cue with { End = Math.Min(cue.End, seconds) })],
            Warnings = warnings.Count == 0 ? null : warnings,
        };
    }

    private static List<int> Overlaps(IReadOnlyList<Cue> cues)
    {
        var found = new List<int>();
        double end = 0;
        foreach (var cue in cues)
        {
            if (cue.Start < end - Touching)
            {
                found.Add(cue.Index);
            }

            end = Math.Max(end, cue.End);
        }

        return found;
    }

    private static string Shown(IReadOnlyList<SubtitleProblem> problems) => string.Join("; ", problems.Take(ProblemsShown).Select(problem =>
        problem.Line == 0 ? problem.Reason : string.Create(CultureInfo.InvariantCulture, $"line {problem.Line}: {problem.Reason}"))) + More(problems.Count);

    private static string Numbers(List<int> cues) =>
        string.Join(", ", cues.Take(ProblemsShown).Select(cue => cue.ToString(CultureInfo.InvariantCulture))) + More(cues.Count);

    private static string More(int count) => count > ProblemsShown ? $" (and {count - ProblemsShown} more)" : "";

    private static string Time(double seconds) => SubtitleTime.Format(seconds, '.');
}
