namespace TransVox.Contract.Dubbing;

/// <summary>What was used of services that count it.</summary>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="AudioSeconds">Seconds of sound that were recognized.</param>
/// <param name="InputTokens">Tokens that a language model read.</param>
/// <param name="OutputTokens">Tokens that it wrote.</param>
/// <param name="Characters">Characters that were spoken or translated.</param>
public sealed record EngineUse(long Requests = 0, double AudioSeconds = 0, long InputTokens = 0, long OutputTokens = 0, long Characters = 0);
