using TransVox.Orchestration.Services;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Fuzz;

/// <summary>Subtitles that a user brings: SubRip, WebVTT, Advanced SubStation, in any encoding. What was read can be written and read again.</summary>
internal static class SubtitleTarget
{
    private static readonly string[] Languages = ["en", "ru", "ja", "zh", "ar", "es"];

    public static void Run(byte[] input)
    {
        var language = Languages[input.Length % Languages.Length];
        Transcript transcript;
        try
        {
            transcript = OwnSubtitles.ToTranscript(input, language);
        }
        catch (StageException e) when (e.Code == ErrorCodes.InvalidSubtitles)
        {
            return;
        }

        Check(transcript.Cues);
        WriteAll(transcript.Cues);
        try
        {
            Check(OwnSubtitles.Fit(OwnSubtitles.AsTranslation(transcript, "en"), 60).Cues);
        }
        catch (StageException e) when (e.Code == ErrorCodes.InvalidSubtitles)
        {
            // All of it is after the end of the video.
        }
    }

    /// <summary>Cues as files that can be read again.</summary>
    public static void WriteAll(IReadOnlyList<Cue> cues)
    {
        _ = SubtitleWriter.Ass(cues, SubtitleText.Source);
        foreach (var text in new[] { SubtitleWriter.Srt(cues, SubtitleText.Source), SubtitleWriter.Vtt(cues, SubtitleText.Source) })
            Claim.That(SubtitleReader.Parse(text).Cues.Count <= cues.Count, "a file that was written has no more cues than what it was written of");
    }

    private static void Check(IReadOnlyList<Cue> cues)
    {
        Claim.That(cues.Count > 0, "there are cues");
        double start = 0;
        foreach (var cue in cues)
        {
            Claim.That(double.IsFinite(cue.Start) && double.IsFinite(cue.End) && cue.Start >= 0 && cue.Start < cue.End, "a cue has a time");
            Claim.That(cue.Start >= start, "cues are in order");
            Claim.That((cue.Translation ?? cue.Text).Length is > 0 and <= SubtitleReader.MaxCueLength, "a cue has text");
            start = cue.Start;
        }

        _ = CueRules.Check(cues, 60);
    }
}
