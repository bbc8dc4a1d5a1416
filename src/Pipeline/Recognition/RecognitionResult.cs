namespace TransVox.Pipeline.Recognition;

/// <summary>What a recognizer heard in one recording.</summary>
/// <param name="Language">Language that was asked for or found, as BCP 47.</param>
/// <param name="Engine">Name and version of the recognizer, for the record.</param>
internal sealed record RecognitionResult(string Language, IReadOnlyList<RecognizedSegment> Segments, string Engine);
