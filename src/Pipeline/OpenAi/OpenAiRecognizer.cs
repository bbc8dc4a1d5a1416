using System.Text.Json;
using OpenAI.Audio;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.OpenAi;

/// <summary>Has a server recognize speech: <c>POST audio/transcriptions</c>.</summary>
internal sealed class OpenAiRecognizer(RemoteServer server) : IPartRecognizer
{
    private readonly AudioClient _client = OpenAiClients.Audio(server);

    public double MostSeconds => server.Profile.PartSeconds ?? 600;

    public Task<RecognitionResult> RecognizeAsync(
        string audio, AudioPart part, string? language, string? prompt, CancellationToken cancellationToken) =>
        server.AskAsync(
            async token =>
            {
                using var form = new FormContent(Form(audio, part, language, prompt));
                var result = await _client.TranscribeAudioAsync(form, form.ContentType, new() { CancellationToken = token });
                var answer = Parse(result.GetRawResponse().Content, part);
                UseMeter.Add(new EngineUse(AudioSeconds: part.To - part.From));
                return new RecognitionResult(language ?? answer.Language ?? "", answer.Segments, $"openai ({server.Profile.Model})");
            },
            cancellationToken);

    private MultipartFormDataContent Form(string audio, AudioPart part, string? language, string? prompt)
    {
        var format = server.Profile.Format ?? "verbose_json";
        var form = new MultipartFormDataContent
        {
            { new WavPart(audio, part.From, part.To), "file", "speech.wav" },
            { new StringContent(server.Profile.Model!), "model" },
            { new StringContent(format), "response_format" },
        };
        if (language is not null)
        {
            form.Add(new StringContent(Languages.Base(language)), "language");
        }

        if (prompt is not null)
        {
            form.Add(new StringContent(prompt), "prompt");
        }

        if (format == "verbose_json")
        {
            form.Add(new StringContent("word"), "timestamp_granularities[]");
            form.Add(new StringContent("segment"), "timestamp_granularities[]");
        }

        // A model that tells speakers apart takes no sound over 30 s without.
        if (format == "diarized_json")
        {
            form.Add(new StringContent("auto"), "chunking_strategy");
        }

        return form;
    }

    private TranscriptionAnswer Parse(BinaryData content, AudioPart part)
    {
        using var document = JsonDocument.Parse(content);
        return TranscriptionAnswer.Parse(document.RootElement, part) ?? throw RemoteFailure.Invalid(server.Name, "its answer has neither segments nor text");
    }
}
