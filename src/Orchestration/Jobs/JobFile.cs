namespace TransVox.Orchestration.Jobs;

/// <summary>A result file opened for reading: seekable, so that range requests work.</summary>
public sealed record JobFile(Stream Content, string ContentType, string FileName, string ETag, DateTimeOffset LastModified) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
