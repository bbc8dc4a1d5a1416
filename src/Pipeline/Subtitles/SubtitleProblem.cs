namespace TransVox.Pipeline.Subtitles;

/// <summary>Why a part of a subtitle file cannot be used.</summary>
/// <param name="Line">Line in the file, from 1; 0 is the file as a whole.</param>
/// <param name="Reason">What is wrong, as a sentence without a full stop.</param>
/// <param name="LeftOut">Only this cue is left out and the rest can be used; otherwise nobody knows what the rest means.</param>
public sealed record SubtitleProblem(int Line, string Reason, bool LeftOut = false);
