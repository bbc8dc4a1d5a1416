using System.Globalization;
using System.Text.Json;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Azure;

/// <summary>Recognizes speech with Azure AI Speech's fast transcription, which tells speakers apart.</summary>
internal sealed class AzureRecognizer(RemoteServer server) : ISpeechRecognizer
{
    private const string Path = "speechtotext/transcriptions:transcribe?api-version=2024-11-15";

    /// <summary>The service takes two hours; labels of speakers hold within one request, so that parts are as long as they can be.</summary>
    public const double MostSeconds = 6000;

    public Task<RecognitionResult> RecognizeAsync(
        string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken) =>
        server.AskAsync(
            async token =>
            {
                using var form = new MultipartFormDataContent
                {
                    { WavContent.Of(audio), "audio", "speech.wav" },
                    { JsonContent(Definition(language, prompt)), "definition" },
                };
                using var response = await server.Http.PostAsync(new Uri(server.Address, Path), form, token);
                var (spoken, segments) = await ReadAsync(server.Name, await response.Content.ReadAsStreamAsync(token), token);
                UseMeter.Add(new EngineUse(AudioSeconds: WavContent.Seconds(audio)));
                return new RecognitionResult(language ?? spoken, segments, "azure (fast transcription)");
            },
            cancellationToken);

    /// <summary>What an answer says was said, and in which language; empty where it does not say.</summary>
    /// <exception cref="RemoteFailure">It has no phrases.</exception>
    /// <exception cref="JsonException">It is not what the protocol says.</exception>
    internal static async Task<(string Language, IReadOnlyList<RecognizedSegment> Segments)> ReadAsync(
        string serverName, Stream body, CancellationToken cancellationToken)
    {
        var answer = await JsonSerializer.DeserializeAsync<Answer>(body, JsonSerializerOptions.Web, cancellationToken);
        var segments = answer?.Phrases?.Select(phrase => phrase is { Text: not null } ? Segment(phrase, phrase.Text) : null).OfType<RecognizedSegment>().ToList() ?? throw RemoteFailure.Invalid(serverName, "its answer has no phrases");
        return (answer.Phrases is [{ Locale: { } locale }, ..] ? Languages.Base(locale.ToLowerInvariant()) : "", segments);
    }

    private static object Definition(string? language, string? prompt) => new
    {
        // Without a locale the service finds the languages by itself.
        locales = language is null ? null : new[] { AzureLocales.Of(language) },
        diarization = new { enabled = true, maxSpeakers = 10 },
        profanityFilterMode = "None",
        phraseList = prompt is null ? null : new { phrases = prompt.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) },
    };

    private static StringContent JsonContent(object value) =>
        new(JsonSerializer.Serialize(value, PipelineJson.Options), System.Text.Encoding.UTF8, "application/json");

    private static RecognizedSegment Segment(Phrase phrase, string text)
    {
        var start = phrase.OffsetMilliseconds / 1000.0;
        var words = (phrase.Words ?? []).Where(word => word?.Text is not null).Select(word => new RecognizedWord(
            word!.OffsetMilliseconds / 1000.0,
            (word.OffsetMilliseconds / 1000.0) + (word.DurationMilliseconds / 1000.0),
            word.Text!,
            phrase.Confidence ?? 1));
        return new(
            start,
            start + (phrase.DurationMilliseconds / 1000.0),
            text,
            [.. words],
            phrase.Speaker is { } speaker ? "SPEAKER_" + speaker.ToString(CultureInfo.InvariantCulture) : null);
    }

    private sealed record Answer(IReadOnlyList<Phrase?>? Phrases);

    private sealed record Phrase(
        long OffsetMilliseconds, long DurationMilliseconds, string? Text, IReadOnlyList<Word?>? Words, int? Speaker, string? Locale, double? Confidence);

    private sealed record Word(string? Text, long OffsetMilliseconds, long DurationMilliseconds);
}
