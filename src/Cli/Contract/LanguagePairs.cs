namespace TransVox.Cli.Contract;

internal sealed record LanguagePairs(string Source, IReadOnlyList<string>? Targets = null);
