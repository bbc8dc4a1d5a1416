namespace TransVox.Cli.Contract;

/// <summary>A created key; the secret is shown this once.</summary>
internal sealed record NewKey(string KeyId, string Key);
