namespace TransVox.Orchestration.Jobs;

/// <summary>A file that a stage left in blob storage, known by its content.</summary>
/// <param name="Blob">Path in the work container.</param>
/// <param name="Sha256">Hash of the content, lower-case hexadecimal.</param>
/// <param name="Size">Bytes.</param>
public sealed record ArtifactRef(string Blob, string Sha256, long Size);
