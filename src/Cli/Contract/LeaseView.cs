namespace TransVox.Cli.Contract;

internal sealed record LeaseView(string? JobId, string? UserId, int Cost, DateTimeOffset GrantedAt);
