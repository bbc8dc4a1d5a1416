namespace TransVox.Pipeline.Embedded;

/// <summary>Subtitles of a dub, as a file that ffmpeg reads.</summary>
internal sealed record TextTrack(string Language, string Path);
