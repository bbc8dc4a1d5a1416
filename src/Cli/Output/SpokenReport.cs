namespace TransVox.Cli.Output;

/// <summary>JSON of <c>review --speak</c>.</summary>
internal sealed record SpokenReport(string JobId, int Cue, string File, long Size);
