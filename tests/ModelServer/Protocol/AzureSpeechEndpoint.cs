using System.Globalization;
using System.Xml.Linq;
using TransVox.ModelServer.Models;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;

namespace TransVox.ModelServer.Protocol;

/// <summary><c>POST /tts/cognitiveservices/v1</c> of Azure AI Speech: SSML with a rate and, if wanted, a length.</summary>
internal sealed class AzureSpeechEndpoint(Voices voices, ProcessRunner programs)
{
    private static readonly XNamespace Ssml = "http://www.w3.org/2001/10/synthesis";
    private static readonly XNamespace Mstts = "https://www.w3.org/2001/mstts";

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var document = await XDocument.LoadAsync(context.Request.Body, LoadOptions.None, context.RequestAborted);
        var voice = document.Root?.Element(Ssml + "voice");
        // es-ES-ElviraNeural is spoken by es.
        var name = voice?.Attribute("name")?.Value.Split('-')[0];
        if (context.Request.Headers["X-Microsoft-OutputFormat"] != "riff-24khz-16bit-mono-pcm" || voice is null || name is null || !voices.Has(name))
        {
            return Results.BadRequest();
        }

        var rate = voice.Element(Ssml + "prosody")?.Attribute("rate")?.Value is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : 1;
        var directory = Directory.CreateTempSubdirectory("model-server-");
        try
        {
            var (spoken, timed) = (Path.Combine(directory.FullName, "spoken.wav"), Path.Combine(directory.FullName, "timed.wav"));
            await voices.SpeakAsync(voice.Value, name, rate, spoken, context.RequestAborted);
            var tempo = voice.Element(Mstts + "audioduration")?.Attribute("value")?.Value is { } wanted
                ? Math.Clamp(LengthOf(spoken) / double.Parse(wanted.TrimEnd('s'), CultureInfo.InvariantCulture), 0.5, 2)
                : 1;
            await programs.RunCheckedAsync(
                new ProcessSpec("ffmpeg", ["-v", "error", "-nostdin", "-i", spoken, "-af", string.Create(CultureInfo.InvariantCulture, $"atempo={tempo:0.####}"), "-ar", "24000", "-c:a", "pcm_s16le", timed]),
                context.RequestAborted);
            return Results.Bytes(await File.ReadAllBytesAsync(timed, context.RequestAborted), "audio/x-wav");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static double LengthOf(string path)
    {
        using var wav = WavReader.Open(path);
        return wav.Duration;
    }
}
