namespace TransVox.Orchestration.Jobs;

/// <summary>Who asks; derived from a validated identity, never from a body or a query.</summary>
/// <param name="UserId">1–64 of <c>a-z 0-9 - _</c>; see <see cref="UserIds"/> for how foreign ids become one.</param>
/// <param name="IsAdmin">May use the admin endpoints and see all jobs.</param>
/// <param name="DisplayName">To show; may be anything.</param>
/// <param name="KeyId">Id of the API key that was used.</param>
public sealed record Caller(string UserId, bool IsAdmin = false, string? DisplayName = null, string? KeyId = null)
{
    /// <summary>As it is kept with what was done.</summary>
    public Actor Actor => new(UserId, KeyId);
}
