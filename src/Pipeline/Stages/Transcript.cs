namespace TransVox.Pipeline.Stages;

/// <summary>All cues of a video. <see cref="Warnings"/> are shown to the user (low confidence, a cue left silent, …).</summary>
/// <param name="SourceLanguage">Language that is spoken.</param>
/// <param name="TargetLanguage">Language of the translations, or null before there are any.</param>
/// <param name="Cues">In the order in which they start.</param>
/// <param name="Warnings">Shown to the user.</param>
/// <param name="Reviewed">A person has approved the translations: no engine changes their words.</param>
public sealed record Transcript(
    string SourceLanguage,
    string? TargetLanguage,
    IReadOnlyList<Cue> Cues,
    IReadOnlyList<string>? Warnings = null,
    bool Reviewed = false);
