using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Activities;

/// <summary>Asks for what the jobs of some languages left.</summary>
public sealed record CollectLanguagesInput(string JobId, IReadOnlyList<LanguageStatus> Languages);
