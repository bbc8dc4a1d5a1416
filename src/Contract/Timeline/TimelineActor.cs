namespace TransVox.Contract;

/// <summary>Who did something.</summary>
/// <param name="Role">As what.</param>
/// <param name="UserId">Who; an operator is named to operators alone.</param>
/// <param name="KeyId">Id of the API key that was used, if one was.</param>
public sealed record TimelineActor(TimelineRole Role, string? UserId = null, string? KeyId = null);
