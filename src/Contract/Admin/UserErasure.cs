namespace TransVox.Contract;

/// <summary>A user whose data is being erased.</summary>
/// <param name="UserId">Who.</param>
/// <param name="By">The administrator who asked for it.</param>
/// <param name="At">When.</param>
public sealed record UserErasure(string UserId, string By, DateTimeOffset At);
