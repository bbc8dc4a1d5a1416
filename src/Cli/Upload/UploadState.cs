namespace TransVox.Cli.Upload;

/// <summary>How far a big upload has come, kept on disk until it is done so that it can go on after an interruption.</summary>
/// <param name="UploadId">The service's name of the upload.</param>
/// <param name="Url">The write-only link.</param>
/// <param name="ExpiresAt">End of the link.</param>
/// <param name="BlockSize">Bytes per block; the last one may be shorter.</param>
/// <param name="Done">Blocks that the storage has confirmed.</param>
internal sealed record UploadState(string UploadId, Uri Url, DateTimeOffset ExpiresAt, int BlockSize, int Done);
