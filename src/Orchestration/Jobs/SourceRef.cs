namespace TransVox.Orchestration.Jobs;

/// <summary>The video in storage.</summary>
/// <param name="Blob">Path in the input container.</param>
/// <param name="ETag">Version that was submitted; a blob that changed since is not dubbed.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Hash of the content when it is known; else the first stage finds it.</param>
public sealed record SourceRef(string Blob, string ETag, long Size, string? Sha256 = null)
{
    /// <summary>Whether it is there; one that is to be fetched has only its place.</summary>
    public bool IsStored => ETag.Length > 0;

    /// <summary>The place of a video that is to be fetched.</summary>
    public static SourceRef Expected(string blob) => new(blob, "", 0);
}
