namespace TransVox.Pipeline.Subtitles;

/// <summary>Text of a file.</summary>
/// <param name="Guessed">Name of its encoding where that was guessed; null where the file itself says it.</param>
public sealed record DecodedText(string Text, string? Guessed = null);
