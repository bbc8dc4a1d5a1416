namespace TransVox.Cli.Contract;

internal sealed record UploadRequest(string FileName, long Size);
