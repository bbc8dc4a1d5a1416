using TransVox.ModelServer.Models;
using TransVox.Pipeline.Recognition;

namespace TransVox.ModelServer.Protocol;

/// <summary><c>POST /speechtotext/transcriptions:transcribe</c> of Azure AI Speech. All that is said is one speaker's.</summary>
internal sealed class AzureTranscriptionEndpoint(SpeechRecognizer recognizer)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        // The definition comes as a part with a content type, which is a file only if it has a name.
        if (context.Request.Query["api-version"] != "2024-11-15" || form.Files.GetFile("audio") is not { } audio || !form.ContainsKey("definition"))
        {
            return Results.Json(new { code = "InvalidRequest", message = "api-version, audio and definition are needed." }, statusCode: 400);
        }

        var definition = System.Text.Json.Nodes.JsonNode.Parse(form["definition"].ToString())!;
        var directory = Directory.CreateTempSubdirectory("model-server-");
        try
        {
            var path = Path.Combine(directory.FullName, "received");
            await using (var received = File.Create(path))
            {
                await audio.CopyToAsync(received, context.RequestAborted);
            }

            var heard = await recognizer.RecognizeAsync(path, context.RequestAborted);
            var speaker = definition["diarization"]?["enabled"]?.GetValue<bool>() == true ? 1 : (int?)null;
            return Results.Json(new
            {
                durationMilliseconds = Milliseconds(heard.Duration),
                combinedPhrases = new[] { new { text = string.Join(' ', heard.Segments.SelectMany(words => words).Select(word => word.Text)) } },
                phrases = heard.Segments.Select(words => Phrase(words, speaker)),
            });
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static object Phrase(IReadOnlyList<RecognizedWord> words, int? speaker) => new
    {
        speaker,
        offsetMilliseconds = Milliseconds(words[0].Start),
        durationMilliseconds = Milliseconds(words[^1].End - words[0].Start),
        text = string.Join(' ', words.Select(word => word.Text)),
        words = words.Select(word => new { text = word.Text, offsetMilliseconds = Milliseconds(word.Start), durationMilliseconds = Milliseconds(word.End - word.Start) }),
        locale = "en-US",
        confidence = words.Average(word => word.Confidence),
    };

    private static long Milliseconds(double seconds) => (long)Math.Round(seconds * 1000);
}
