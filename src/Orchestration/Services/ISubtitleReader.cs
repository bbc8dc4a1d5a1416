using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>Reads subtitle files.</summary>
public interface ISubtitleReader
{
    /// <summary>The cues of an SRT or WebVTT text.</summary>
    /// <exception cref="Jobs.RequestException"><c>invalid_subtitles</c>.</exception>
    IReadOnlyList<Cue> Read(string text);
}
