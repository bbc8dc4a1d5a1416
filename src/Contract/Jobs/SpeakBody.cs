using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>A line to hear.</summary>
/// <param name="Cue">Its translation is spoken, in its time, by its speaker. With the index of a cue of the job it stands for that one.</param>
public sealed record SpeakBody(Cue Cue);
