using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Activities;

/// <summary>The end of a job: its record, and what must be tidied up.</summary>
public sealed record FinishInput(JobRecord Record);
