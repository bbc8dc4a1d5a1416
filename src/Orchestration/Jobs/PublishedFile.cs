namespace TransVox.Orchestration.Jobs;

/// <summary>A file under the job's output prefix.</summary>
public sealed record PublishedFile(string Name, long Size);
