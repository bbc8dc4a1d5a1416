namespace TransVox.Contract;

/// <summary>A key without its secret.</summary>
public sealed record ApiKeyView(string KeyId, string UserId, bool Admin, string? Note, DateTimeOffset CreatedAt, string CreatedBy);
