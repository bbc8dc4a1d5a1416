namespace TransVox.Cli.Contract;

internal sealed record CueProblem(int Index, string Code, string Message, bool Blocking = false);
