using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>The cues of a job for review, with their version and what is wrong with them.</summary>
public sealed record SubtitleDocument(string ETag, bool Editable, IReadOnlyList<Cue> Cues, IReadOnlyList<CueProblem> Problems);
