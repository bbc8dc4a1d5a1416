namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Size of an exhaustive search.</summary>
internal sealed record Exploration(int States, long Transitions, int AtRest);
