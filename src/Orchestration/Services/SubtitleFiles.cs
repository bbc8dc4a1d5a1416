using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>Refuses brought subtitles until the pipeline's reader has landed beside this.</summary>
public sealed class SubtitleFiles : ISubtitleReader
{
    public IReadOnlyList<Cue> Read(string text) =>
        throw new RequestException(ErrorCodes.InvalidSubtitles, "This version does not take subtitle files yet.");
}
