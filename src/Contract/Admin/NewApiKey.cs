namespace TransVox.Contract;

/// <summary>A key that was just made; its text is shown this once.</summary>
public sealed record NewApiKey(string KeyId, string Key);
