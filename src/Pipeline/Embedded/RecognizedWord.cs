namespace TransVox.Pipeline.Embedded;

/// <summary>A word with its time in seconds from the start of the file.</summary>
internal sealed record RecognizedWord(double Start, double End, string Text, double Confidence);
