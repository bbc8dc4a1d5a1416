namespace TransVox.Pipeline.Recognition;

/// <summary>A word with its time in seconds from the start of the file.</summary>
/// <param name="Confidence">0 to 1; 1 where the recognizer does not say.</param>
internal sealed record RecognizedWord(double Start, double End, string Text, double Confidence);
