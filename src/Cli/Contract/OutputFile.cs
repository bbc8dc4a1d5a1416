namespace TransVox.Cli.Contract;

internal sealed record OutputFile(string Name, long Size, string? ContentType = null, string? Url = null);
