using System.Text;
using System.Text.Json;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Orchestration.Services;

/// <summary>Subtitles that a user brings instead of recognition.</summary>
public sealed class BroughtSubtitles(WorkStore work)
{
    private const int MaxCharacters = 8 * 1024 * 1024;

    /// <summary>Artifacts that the request provides: none, or the transcript.</summary>
    /// <exception cref="RequestException"><c>invalid_subtitles</c>.</exception>
    public async Task<IReadOnlyDictionary<string, ArtifactRef>> ProvideAsync(string userId, SubmitCommand command, CancellationToken cancellationToken)
    {
        if (command.Subtitles is not { } text)
            return new Dictionary<string, ArtifactRef>();
        if (text.Length > MaxCharacters)
            throw new RequestException(ErrorCodes.InvalidSubtitles, "The subtitle file is larger than 8 MB.");
        var transcript = Read(text, command.Options.SourceLanguage);
        CueRules.Require(transcript.Cues, null);
        var artifact = await work.AddProvidedAsync(
            userId, Artifacts.Transcript, JsonSerializer.SerializeToUtf8Bytes(transcript, PipelineJson.Options), cancellationToken);
        return new Dictionary<string, ArtifactRef> { [Artifacts.Transcript] = artifact };
    }

    private static Transcript Read(string text, string language)
    {
        try
        {
            return OwnSubtitles.ToTranscript(Encoding.UTF8.GetBytes(text), language);
        }
        catch (StageException e)
        {
            throw new RequestException(e.Code, e.Message);
        }
    }
}
