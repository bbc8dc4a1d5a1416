namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>An invariant of the semaphores does not hold; the name is that of the design.</summary>
public sealed class InvariantException(string invariant, string details) : Exception($"{invariant}: {details}")
{
    public string Invariant { get; } = invariant;
}
