using System.Text.Json;
using OpenAI.Audio;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.OpenAi;

/// <summary>Has a server recognize speech: <c>POST audio/transcriptions</c>.</summary>
internal sealed class OpenAiRecognizer(RemoteServer server) : ISpeechRecognizer
{
    /// <summary>The hosted service takes 25 MB, which are 13 minutes.</summary>
    public const double MostSeconds = 600;

    private const string Verbose = "verbose_json";
    private readonly AudioClient _client = OpenAiClients.Audio(server);

    /// <summary>Whether answers say which language is spoken; of the forms of an answer only one does.</summary>
    public bool TellsLanguage => Format == Verbose;

    private string Format => server.Profile.Format ?? Verbose;

    public Task<RecognitionResult> RecognizeAsync(
        string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken) =>
        server.AskAsync(
            async token =>
            {
                var seconds = WavContent.Seconds(audio);
                using var form = new FormContent(Form(audio, language, prompt));
                var result = await _client.TranscribeAudioAsync(form, form.ContentType, new() { CancellationToken = token });
                var answer = Parse(result.GetRawResponse().Content, seconds);
                UseMeter.Add(new EngineUse(AudioSeconds: seconds));
                return new RecognitionResult(language ?? answer.Language ?? "", answer.Segments, $"openai ({server.Profile.Model})");
            },
            cancellationToken);

    private MultipartFormDataContent Form(string audio, string? language, string? prompt)
    {
        var form = new MultipartFormDataContent
        {
            { WavContent.Of(audio), "file", "speech.wav" },
            { new StringContent(server.Profile.Model!), "model" },
            { new StringContent(Format), "response_format" },
        };
        if (language is not null)
        {
            form.Add(new StringContent(Languages.Base(language)), "language");
        }

        if (prompt is not null)
        {
            form.Add(new StringContent(prompt), "prompt");
        }

        if (Format == Verbose)
        {
            form.Add(new StringContent("word"), "timestamp_granularities[]");
            form.Add(new StringContent("segment"), "timestamp_granularities[]");
        }

        // A model that tells speakers apart takes no sound over 30 s without.
        if (Format == "diarized_json")
        {
            form.Add(new StringContent("auto"), "chunking_strategy");
        }

        return form;
    }

    private TranscriptionAnswer Parse(BinaryData content, double seconds)
    {
        using var document = JsonDocument.Parse(content);
        return TranscriptionAnswer.Parse(document.RootElement, seconds) ?? throw RemoteFailure.Invalid(server.Name, "its answer has neither segments nor text");
    }
}
