namespace TransVox.ModelServer.Faults;

/// <summary>A request that came.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Seconds">When, from the start of the server.</param>
/// <param name="AtATime">How many were being answered then, with this one.</param>
/// <param name="Authorization">The header that it came with.</param>
public sealed record RequestSeen(string Path, double Seconds, int AtATime, string? Authorization);
