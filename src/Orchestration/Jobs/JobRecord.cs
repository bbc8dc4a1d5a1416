namespace TransVox.Orchestration.Jobs;

/// <summary>The permanent record of a job, <c>job.json</c>: what was asked, what ran, what came out.</summary>
/// <param name="Version">Of this format.</param>
/// <param name="Request">The request.</param>
/// <param name="Status">The final status.</param>
/// <param name="Artifacts">Where the results of the stages are while retention keeps them.</param>
public sealed record JobRecord(int Version, JobRequest Request, JobStatus Status, IReadOnlyDictionary<string, ArtifactRef> Artifacts);
