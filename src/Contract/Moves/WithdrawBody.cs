namespace TransVox.Contract;

/// <summary>Body of a withdrawal.</summary>
/// <param name="Move">Names the move, 1 to 64 characters: a job is withdrawn for one, which may ask again.</param>
public sealed record WithdrawBody(string Move);
