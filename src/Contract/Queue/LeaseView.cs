namespace TransVox.Contract;

/// <summary>A running lease. Id and user are null for other users' jobs.</summary>
public sealed record LeaseView(string? JobId, string? UserId, int Cost, DateTimeOffset GrantedAt);
