using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>All cues of a job, in order.</summary>
public sealed record CuesBody(IReadOnlyList<Cue> Cues);
