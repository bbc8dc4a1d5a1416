using System.Text.Json;
using TransVox.Orchestration.Durable;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>Subtitles that a user brings instead of recognition.</summary>
public sealed class BroughtSubtitles(WorkStore work, ISubtitleReader subtitles)
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
        var cues = subtitles.Read(text);
        CueRules.Require(cues, null);
        var transcript = new Transcript(command.Options.SourceLanguage, null, cues);
        var artifact = await work.AddProvidedAsync(
            userId, Artifacts.Transcript, JsonSerializer.SerializeToUtf8Bytes(transcript, DurableJson.Options), cancellationToken);
        return new Dictionary<string, ArtifactRef> { [Artifacts.Transcript] = artifact };
    }
}
