using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Recognition;

/// <summary>From what a recognizer said to a transcript: checked, cut into cues, and with what whoever reviews it should know. Pure.</summary>
internal static class TranscriptBuilder
{
    /// <summary>Segments that have their words; those without any text are left out.</summary>
    public static IReadOnlyList<RecognizedSegment> WithWords(IEnumerable<RecognizedSegment> segments) =>
        [.. segments.Select(WordTimes.Complete).Where(segment => segment.Words.Count > 0)];

    /// <param name="segments">With their words, in times of the recording.</param>
    /// <param name="map">Where somebody speaks.</param>
    /// <param name="language">That is spoken.</param>
    /// <param name="severalParts">The recognizer did not hear the recording as a whole.</param>
    /// <exception cref="StageException"><see cref="ErrorCodes.NoSpeech"/>: nothing is left.</exception>
    public static Transcript Build(IReadOnlyList<RecognizedSegment> segments, SpeechMap map, string language, bool severalParts)
    {
        var (kept, findings) = new RecognitionChecks(map).Apply(segments);
        var cues = CueBuilder.Build(kept, map.Duration);
        if (cues.Count == 0)
        {
            throw NoSpeech();
        }

        var doubtful = cues.Count(cue => cue.Confidence < Cue.LowConfidence);
        List<string> warnings = doubtful == 0 ? [] : [$"{doubtful} of {cues.Count} cues were recognized with low confidence; review them."];
        warnings.AddRange(findings);
        if (severalParts && cues.Exists(cue => cue.Speaker is not null))
        {
            warnings.Add("Speakers were told apart in each part of the recording by itself; one label may stand for several people. Review them.");
        }

        return new Transcript(language, null, cues, warnings);
    }

    public static StageException NoSpeech() => new(
        ErrorCodes.NoSpeech, "No speech was found in the sound track. Check the language and the track, or upload subtitles of your own.");
}
