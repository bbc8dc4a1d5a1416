using System.Text.Json;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Warm;
using TransVox.Pipeline.Whisper;
using TransVox.Whisper;
using Whisper.net;

// Reads jobs as JSON lines and answers them, as docs/engines.md describes warm programs. Standard output belongs to the answers.
if (args is not ["--model", var path, "--threads", var number] || !int.TryParse(number, out var threads))
{
    await Console.Error.WriteLineAsync("Usage: transvox-whisper --model FILE --threads N");
    return 64;
}

var json = new JsonSerializerOptions(PipelineJson.Options) { WriteIndented = false };
Recognizer recognizer;
try
{
    recognizer = new Recognizer(path, threads);
}
catch (Exception e) when (e is WhisperModelLoadException or IOException)
{
    await Console.Error.WriteLineAsync($"The model {path} cannot be loaded: {e.Message}");
    return WhisperRecognizer.ModelUnusable;
}

using (recognizer)
{
    Answer(new WarmAnswer(Ready: true, Engine: recognizer.Name));
    while (await Console.In.ReadLineAsync() is { } line)
    {
        var job = JsonSerializer.Deserialize<WarmJob>(line, json)!;
        try
        {
            var result = await recognizer.RunAsync(job, fraction => Answer(new WarmAnswer(Id: job.Id, Progress: fraction)));
            await PipelineJson.WriteAsync(job.Outputs[WhisperRecognizer.Output], result, CancellationToken.None);
            Answer(new WarmAnswer(Id: job.Id, Ok: true));
        }
        catch (Exception e) when (e is WhisperProcessingException or IOException or InvalidDataException)
        {
            Answer(new WarmAnswer(Id: job.Id, Ok: false, Code: ErrorCodes.EngineFailed, Error: e.Message));
        }
    }
}

return 0;

void Answer(WarmAnswer answer)
{
    Console.Out.WriteLine(JsonSerializer.Serialize(answer, json));
    Console.Out.Flush();
}
