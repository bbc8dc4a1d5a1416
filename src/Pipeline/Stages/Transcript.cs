namespace TransVox.Pipeline.Stages;

/// <summary>All cues of a video. <see cref="Warnings"/> are shown to the user (low confidence, a cue left silent, …).</summary>
public sealed record Transcript(
    string SourceLanguage,
    string? TargetLanguage,
    IReadOnlyList<Cue> Cues,
    IReadOnlyList<string>? Warnings = null);
