namespace TransVox.Contract;

/// <summary>Body of <c>POST /api/admin/users/{userId}/erase</c>.</summary>
/// <param name="Confirm">The user's id once more; needed for oneself.</param>
public sealed record EraseUserBody(string? Confirm = null);
