namespace TransVox.Cli.Contract;

/// <summary>Where to put the blocks of one big upload.</summary>
internal sealed record UploadLink(string UploadId, Uri Url, DateTimeOffset ExpiresAt, long MaxBytes = 0);
