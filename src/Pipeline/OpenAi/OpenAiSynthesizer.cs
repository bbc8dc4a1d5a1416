using OpenAI.Audio;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.OpenAi;

/// <summary>Has a server speak: <c>POST audio/speech</c>.</summary>
internal sealed class OpenAiSynthesizer(RemoteServer server, SoundAnswer sound) : ISpeechSynthesizer
{
    private readonly AudioClient _client = OpenAiClients.Audio(server);

    public double MostSpeed => server.Profile.MostSpeed ?? 4;

    public int AtATime => server.Requests;

    public Task SpeakAsync(SpeechRequest request, string path, CancellationToken cancellationToken) =>
        server.AskAsync(
            async token =>
            {
                var options = new SpeechGenerationOptions
                {
                    ResponseFormat = GeneratedSpeechFormat.Wav,
                    // Servers whose voices have one speed may refuse the field.
                    SpeedRatio = MostSpeed > 1 ? (float)Math.Clamp(request.Speed, 0.25, MostSpeed) : null,
                };
                var answer = await _client.GenerateSpeechAsync(request.Text, new GeneratedSpeechVoice(request.Voice), options, token);
                await sound.WriteAsync(server.Name, answer.Value, path, token);
                UseMeter.Add(new EngineUse(Characters: request.Text.Length));
                return path;
            },
            cancellationToken);
}
