using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>A review's result.</summary>
/// <param name="Translation">What to speak; null keeps the machine's.</param>
/// <param name="By">Who approved it.</param>
/// <param name="KeyId">Id of the API key that was used.</param>
public sealed record ReviewApproval(ArtifactRef? Translation, string By, string? KeyId = null);
