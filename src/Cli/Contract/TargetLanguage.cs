namespace TransVox.Cli.Contract;

internal sealed record TargetLanguage(string Language, IReadOnlyList<string>? Voices = null);
