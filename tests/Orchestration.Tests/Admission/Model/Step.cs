namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Something that may happen next.</summary>
/// <param name="Fair">It happens in the end if nobody interferes; false for what the adversary does.</param>
/// <param name="Next">The world after it.</param>
public sealed record Step(bool Fair, Func<World> Next);
