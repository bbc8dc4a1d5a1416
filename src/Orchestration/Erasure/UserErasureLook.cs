namespace TransVox.Orchestration.Erasure;

/// <summary>How far the erasure of a user came.</summary>
/// <param name="State">What is left to do.</param>
/// <param name="Pools">Pools whose semaphores may remember the user.</param>
public sealed record UserErasureLook(ErasureState State, IReadOnlyList<string> Pools);
