namespace TransVox.Orchestration.Jobs;

/// <summary>How a language's job ended.</summary>
public sealed record LanguageStatus(string Language, string JobId, JobState State);
