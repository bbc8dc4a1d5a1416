namespace TransVox.Pipeline.Recognition;

/// <summary>What a recognizer heard in one stretch of speech, before anything is checked.</summary>
/// <param name="Start">Seconds from the start of the file.</param>
/// <param name="Words">Empty where the recognizer gives no word times.</param>
/// <param name="Speaker">Label of the speaker, or null.</param>
/// <param name="NoSpeechProbability">0 to 1, as Whisper models report it, or null.</param>
internal sealed record RecognizedSegment(
    double Start, double End, string Text, IReadOnlyList<RecognizedWord> Words, string? Speaker = null, double? NoSpeechProbability = null);
