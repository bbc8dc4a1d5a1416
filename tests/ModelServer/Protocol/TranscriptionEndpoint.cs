using TransVox.ModelServer.Faults;
using TransVox.ModelServer.Models;
using TransVox.Pipeline.Recognition;

namespace TransVox.ModelServer.Protocol;

/// <summary><c>POST /v1/audio/transcriptions</c> with <c>verbose_json</c> or <c>json</c>.</summary>
internal sealed class TranscriptionEndpoint(SpeechRecognizer recognizer)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var model = form["model"].ToString();
        if (form.Files.GetFile("file") is not { } file || model != SpeechRecognizer.Model)
        {
            return model.Length > 0 && form.Files.Count > 0
                ? Results.Json(new { error = new { message = $"The model '{model}' does not exist.", code = "model_not_found" } }, statusCode: 404)
                : Results.Json(new { error = new { message = "'file' and 'model' are needed." } }, statusCode: 400);
        }

        var directory = Directory.CreateTempSubdirectory("model-server-");
        try
        {
            var path = Path.Combine(directory.FullName, "received");
            await using (var received = File.Create(path))
            {
                await file.CopyToAsync(received, context.RequestAborted);
            }

            var heard = Spoil(await recognizer.RecognizeAsync(path, context.RequestAborted), Misbehaviour.Of(context)?.Kind);
            var text = string.Join(' ', heard.Segments.SelectMany(words => words).Select(word => word.Text));
            return form["response_format"].ToString() == "verbose_json"
                ? Results.Json(Verbose(heard, text, form["timestamp_granularities[]"].Contains("word")))
                : Results.Json(new { text });
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static object Verbose(Heard heard, string text, bool withWords) => new
    {
        task = "transcribe",
        language = "english",
        duration = heard.Duration,
        text,
        segments = heard.Segments.Select((words, id) => new
        {
            id,
            seek = 0,
            start = Math.Round(words[0].Start, 2),
            end = Math.Round(words[^1].End, 2),
            text = " " + string.Join(' ', words.Select(word => word.Text)),
            tokens = Array.Empty<int>(),
            temperature = 0.0,
            avg_logprob = Math.Log(Math.Clamp(words.Average(word => word.Confidence), 1e-6, 1)),
            compression_ratio = 1.0,
            no_speech_prob = 0.0,
        }),
        words = withWords
            ? heard.Segments.SelectMany(words => words).Select(word => new { word = word.Text, start = Math.Round(word.Start, 2), end = Math.Round(word.End, 2) })
            : null,
    };

    private static Heard Spoil(Heard heard, FaultKind? kind) => kind switch
    {
        // What Whisper models say of silence, where there is most of it: at the end and past it.
        FaultKind.Phantom => heard with { Segments = [.. heard.Segments, Say(heard.Duration - 0.5, "Thank", "you", "for", "watching!")] },
        FaultKind.Loop when heard.Segments is [.., var last] => heard with
        {
            Segments = [.. heard.Segments, .. Enumerable.Range(1, 8).Select(i => (IReadOnlyList<RecognizedWord>)[.. last.Select(word =>
                word with { Start = word.Start + (i * 0.1), End = word.End + (i * 0.1) })])],
        },
        _ => heard,
    };

    private static RecognizedWord[] Say(double start, params string[] words) =>
        [.. words.Select((word, i) => new RecognizedWord(start + (i * 0.4), start + (i * 0.4) + 0.4, word, 0.9))];
}
