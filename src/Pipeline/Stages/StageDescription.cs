namespace TransVox.Pipeline.Stages;

/// <summary>What a configured stage needs and gives; known before it runs, so that results can be found by their inputs.</summary>
/// <param name="Stage">Which.</param>
/// <param name="Inputs">Artifacts it needs.</param>
/// <param name="OptionalInputs">Artifacts it uses when they are there (<see cref="Artifacts.Clips"/> of an earlier run).</param>
/// <param name="Outputs">Artifacts it always writes.</param>
/// <param name="UsesGpu">Whether it must hold a GPU lease.</param>
/// <param name="Fingerprint">
/// Changes when the same inputs may give other outputs: engine, version, arguments, and those of the user's options that this
/// stage reads.
/// </param>
public sealed record StageDescription(
    Stage Stage,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> OptionalInputs,
    IReadOnlyList<string> Outputs,
    bool UsesGpu,
    string Fingerprint);
