namespace TransVox.Cli.Contract;

internal sealed record CueList(IReadOnlyList<Cue> Cues);
