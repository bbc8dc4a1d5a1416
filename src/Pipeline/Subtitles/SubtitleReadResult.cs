using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Subtitles;

/// <summary>What a subtitle file holds.</summary>
/// <param name="Cues">Usable cues in order of time, numbered from 1; <see cref="Cue.Text"/> is plain text.</param>
/// <param name="Problems">What was not usable.</param>
public sealed record SubtitleReadResult(IReadOnlyList<Cue> Cues, IReadOnlyList<SubtitleProblem> Problems);
