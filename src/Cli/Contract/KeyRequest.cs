namespace TransVox.Cli.Contract;

internal sealed record KeyRequest(string UserId, bool Admin, string? Note = null);
