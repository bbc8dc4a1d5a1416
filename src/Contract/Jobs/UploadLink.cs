namespace TransVox.Contract;

/// <summary>A short-lived, write-only link to one blob under the caller's own prefix.</summary>
public sealed record UploadLink(string UploadId, Uri Url, DateTimeOffset ExpiresAt, long MaxBytes);
