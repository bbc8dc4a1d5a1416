namespace TransVox.Orchestration.Activities;

/// <summary>A language and its job.</summary>
public sealed record LanguageRef(string Language, string JobId);
