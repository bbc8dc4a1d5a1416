namespace TransVox.Cli.Contract;

internal sealed record Use(long Requests = 0, double AudioSeconds = 0, long InputTokens = 0, long OutputTokens = 0, long Characters = 0);
