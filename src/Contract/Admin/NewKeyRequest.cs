namespace TransVox.Contract;

/// <summary>For whom a key is made.</summary>
/// <param name="UserId">The user that the key stands for; an id of <c>GET /api/me</c> or a new one.</param>
/// <param name="Admin">Whether the key may use the admin endpoints.</param>
/// <param name="Note">What it is for.</param>
public sealed record NewKeyRequest(string UserId, bool Admin = false, string? Note = null);
