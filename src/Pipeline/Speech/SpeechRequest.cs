namespace TransVox.Pipeline.Speech;

/// <summary>A line to speak.</summary>
/// <param name="Voice">Name of a voice that the engine has; empty for its usual one.</param>
/// <param name="Speed">1 is the voice's own speed.</param>
/// <param name="Seconds">Length to aim at, for engines that can; null: as long as it takes at this speed.</param>
/// <param name="Reference">Sound of the original speaker, for engines that clone voices, or null.</param>
internal sealed record SpeechRequest(string Text, string Language, string Voice, double Speed, double? Seconds, string? Reference = null);
