namespace TransVox.Cli.Contract;

internal sealed record JobOptions(
    string? SourceLanguage = null,
    string? TargetLanguage = null,
    string? Subtitles = null,
    string? Output = null,
    string? Voice = null,
    double? Speed = null,
    IReadOnlyDictionary<string, string>? Voices = null,
    string? Style = null,
    string? Formality = null);
