namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>A check that a pair of entities passes or fails.</summary>
internal sealed record ModelCheck(string Name, Action<SlotSystem> Run);
