namespace TransVox.Contract.Dubbing;

/// <summary>A language that can be spoken.</summary>
/// <param name="Language">Its code.</param>
/// <param name="Voices">Its voices, the usual one first; null: not declared, any name is passed on.</param>
public sealed record TargetLanguage(string Language, IReadOnlyList<string>? Voices = null);
