namespace TransVox.Pipeline.Stages;

/// <summary>One run of one stage on this machine.</summary>
/// <param name="Stage">Which.</param>
/// <param name="WorkDirectory">Absolute path of an existing, empty, private directory; everything is written there.</param>
/// <param name="Inputs">Artifact name → absolute path of a file that must not be changed.</param>
/// <param name="Options">What the user asked for.</param>
/// <param name="Limits">Limits on what may be processed.</param>
/// <param name="Device">GPU device index that the stage was given, or null.</param>
/// <param name="ReducedBatch">Set when the last attempt ran out of GPU memory: use less of it.</param>
public sealed record StageRequest(
    Stage Stage,
    string WorkDirectory,
    IReadOnlyDictionary<string, string> Inputs,
    DubbingOptions Options,
    MediaLimits Limits,
    int? Device = null,
    bool ReducedBatch = false);
