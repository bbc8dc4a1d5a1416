using System.Text.Json;
using System.Text.Json.Serialization;
using TransVox.ModelServer.Faults;
using TransVox.ModelServer.Models;
using TransVox.Pipeline.Media;

namespace TransVox.ModelServer.Protocol;

/// <summary><c>POST /v1/audio/speech</c>, always WAV.</summary>
internal sealed class SpeechEndpoint(Voices voices)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var wanted = (await JsonSerializer.DeserializeAsync<Wanted>(context.Request.Body, JsonSerializerOptions.Web, context.RequestAborted))!;
        if (wanted.Model != Voices.Model || wanted.Format != "wav" || !voices.Has(wanted.Voice))
        {
            return Results.Json(
                new { error = new { message = $"There is model {Voices.Model} with format wav, and no voice '{wanted.Voice}' or model '{wanted.Model}'." } },
                statusCode: wanted.Model == Voices.Model ? 400 : 404);
        }

        var directory = Directory.CreateTempSubdirectory("model-server-");
        try
        {
            var path = Path.Combine(directory.FullName, "speech.wav");
            await voices.SpeakAsync(wanted.Input, wanted.Voice, wanted.Speed ?? 1, path, context.RequestAborted);
            Spoil(path, Misbehaviour.Of(context)?.Kind);
            return Results.Bytes(await File.ReadAllBytesAsync(path, context.RequestAborted), "audio/wav");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Spoil(string path, FaultKind? kind)
    {
        if (kind is not (FaultKind.WrongRate or FaultKind.Silent))
        {
            return;
        }

        PcmFormat format;
        short[] samples;
        using (var wav = WavReader.Open(path))
        {
            (format, samples) = (wav.Format, wav.ReadAll());
        }

        // Every second sample, on both channels.
        var spoilt = kind == FaultKind.Silent ? new short[samples.Length] : [.. samples.Where((_, i) => i % 2 == 0).SelectMany(sample => new[] { sample, sample })];
        using var written = new WavWriter(path, kind == FaultKind.Silent ? format : new PcmFormat(format.SampleRate / 2, 2));
        written.Write(spoilt);
    }

    private sealed record Wanted(string Model, string Input, string Voice, [property: JsonPropertyName("response_format")] string? Format, double? Speed);
}
