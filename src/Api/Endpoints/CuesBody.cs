using TransVox.Pipeline.Stages;

namespace TransVox.Api.Endpoints;

/// <summary>All cues of a job, in order.</summary>
public sealed record CuesBody(IReadOnlyList<Cue> Cues);
