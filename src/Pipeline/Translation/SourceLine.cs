namespace TransVox.Pipeline.Translation;

/// <summary>A line to translate.</summary>
/// <param name="Id">Number under which its translation comes back.</param>
/// <param name="Speaker">Who says it, or null.</param>
/// <param name="Seconds">Time in which the translation must be spoken.</param>
/// <param name="MostCharacters">Length that fits this time, or null where nobody has measured it.</param>
/// <param name="TooLong">A translation that was too long and is to be said in fewer words, or null.</param>
internal sealed record SourceLine(
    int Id, string Text, string? Speaker, double Seconds, int? MostCharacters = null, string? TooLong = null);
