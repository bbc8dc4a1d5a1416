namespace TransVox.Pipeline.Subtitles;

/// <summary>A cue as a file has it.</summary>
/// <param name="Line">Line of its times, from 1.</param>
/// <param name="WordTimes">Its words have times of their own, as video sites write them.</param>
internal sealed record RawCue(int Line, double Start, double End, StyledText Text, string? Speaker, bool WordTimes = false);
