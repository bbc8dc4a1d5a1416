using System.Text.Json;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Orchestration.Services;

/// <summary>Subtitles that a user brings instead of recognition.</summary>
public sealed class BroughtSubtitles(WorkStore work)
{
    private const int MaxBytes = 24 * 1024 * 1024;

    /// <summary>Artifacts that the request provides: none, or the cues.</summary>
    /// <exception cref="RequestException"><c>invalid_subtitles</c>.</exception>
    public async Task<IReadOnlyDictionary<string, ArtifactRef>> ProvideAsync(string userId, SubmitCommand command, CancellationToken cancellationToken)
    {
        if (command.Subtitles is not { } file)
            return new Dictionary<string, ArtifactRef>();
        if (file.Length > MaxBytes)
            throw new RequestException(ErrorCodes.InvalidSubtitles, "The subtitle file is larger than 24 MB.");
        var options = command.Options;
        var transcript = Read(file, options.SubtitleLanguage ?? options.SourceLanguage);
        if (options.BringsTranslation())
            transcript = OwnSubtitles.AsTranslation(transcript, options.SourceLanguage);
        CueRules.Require(transcript.Cues, null);
        var artifact = await work.AddProvidedAsync(
            userId, Artifacts.Brought, JsonSerializer.SerializeToUtf8Bytes(transcript, PipelineJson.Options), cancellationToken);
        return new Dictionary<string, ArtifactRef> { [Artifacts.Brought] = artifact };
    }

    private static Transcript Read(byte[] file, string language)
    {
        try
        {
            return OwnSubtitles.ToTranscript(file, language);
        }
        catch (StageException e)
        {
            throw new RequestException(e.Code, e.Message);
        }
    }
}
