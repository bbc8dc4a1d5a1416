namespace TransVox.Cli.Contract;

internal sealed record JobOptions(
    string? SourceLanguage = null,
    string? TargetLanguage = null,
    string? Subtitles = null,
    string? Output = null,
    string? Voice = null,
    double? Speed = null);
