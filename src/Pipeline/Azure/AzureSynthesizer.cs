using System.Globalization;
using System.Text;
using System.Xml.Linq;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Azure;

/// <summary>Speaks with the neural voices of Azure AI Speech.</summary>
internal sealed class AzureSynthesizer(RemoteServer server, SoundAnswer sound) : ISpeechSynthesizer
{
    private static readonly XNamespace Ssml = "http://www.w3.org/2001/10/synthesis";
    private static readonly XNamespace Mstts = "https://www.w3.org/2001/mstts";

    public double MostSpeed => server.Profile.MostSpeed ?? 2;

    public int AtATime => server.Requests;

    public async Task SpeakAsync(SpeechRequest request, string path, CancellationToken cancellationToken)
    {
        await SayAsync(request, path, null, cancellationToken);
        // Asked to hurry, and still a little late: now the service is told the length. It changes the speed at most twofold.
        if (request.Speed > 1 && WavContent.Seconds(path) is var length && length > request.Seconds && length < request.Seconds * 1.5)
        {
            await SayAsync(request, path, request.Seconds, cancellationToken);
        }
    }

    /// <summary>The document that is spoken.</summary>
    /// <param name="seconds">Length that it shall have, or null for that of its speed.</param>
    internal static string Document(SpeechRequest request, double? seconds)
    {
        // A voice is named es-ES-ElviraNeural: its locale comes first.
        var locale = request.Voice.Split('-') is [var language, var region, _, ..] ? $"{language}-{region}" : AzureLocales.Of(request.Language);
        var spoken = new XElement(Ssml + "prosody", new XAttribute("rate", request.Speed.ToString("0.###", CultureInfo.InvariantCulture)), request.Text);
        var length = seconds is { } wanted
            ? new XElement(Mstts + "audioduration", new XAttribute("value", wanted.ToString("0.###", CultureInfo.InvariantCulture) + "s"))
            : null;
        return new XElement(
            Ssml + "speak",
            new XAttribute("version", "1.0"),
            new XAttribute(XNamespace.Xmlns + "mstts", Mstts),
            new XAttribute(XNamespace.Xml + "lang", locale),
            new XElement(Ssml + "voice", new XAttribute("name", request.Voice), length, spoken)).ToString(SaveOptions.DisableFormatting);
    }

    private Task<string> SayAsync(SpeechRequest request, string path, double? seconds, CancellationToken cancellationToken) =>
        server.AskAsync(
            async token =>
            {
                using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "tts/cognitiveservices/v1"))
                {
                    Content = new StringContent(Document(request, seconds), Encoding.UTF8, "application/ssml+xml"),
                };
                message.Headers.Add("X-Microsoft-OutputFormat", "riff-24khz-16bit-mono-pcm");
                message.Headers.UserAgent.ParseAdd("TransVox");
                using var response = await server.Http.SendAsync(message, token);
                await sound.WriteAsync(server.Name, BinaryData.FromBytes(await response.Content.ReadAsByteArrayAsync(token)), path, token);
                UseMeter.Add(new EngineUse(Characters: request.Text.Length));
                return path;
            },
            cancellationToken);
}
