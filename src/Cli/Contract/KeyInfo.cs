namespace TransVox.Cli.Contract;

internal sealed record KeyInfo(string KeyId, string UserId, bool Admin = false, string? Note = null, DateTimeOffset? CreatedAt = null);
