namespace TransVox.Orchestration.Erasure;

/// <summary>Whom to erase.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Last">The semaphores have forgotten the user: what is left goes, and the mark.</param>
public sealed record EraseUserInput(string UserId, bool Last = false);
