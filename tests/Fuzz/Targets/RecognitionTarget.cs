using System.Text.Json;
using TransVox.Pipeline.Azure;
using TransVox.Pipeline.Commands;
using TransVox.Pipeline.OpenAi;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;

namespace TransVox.Fuzz;

/// <summary>What recognizers answer: servers, and programs that write Whisper's JSON. All of it becomes cues that are in order.</summary>
internal static class RecognitionTarget
{
    private const double Seconds = 60;

    private static readonly SpeechMap Map = new([new SpeechSpan(0, 20), new SpeechSpan(22, 55)], Seconds, "test");

    public static void Run(byte[] input)
    {
        Read(() =>
        {
            using var document = JsonDocument.Parse(input);
            return TranscriptionAnswer.Parse(document.RootElement, Seconds)?.Segments ?? [];
        });
        Read(() => AzureRecognizer.ReadAsync("The server", new MemoryStream(input), CancellationToken.None).GetAwaiter().GetResult().Segments);
        Program(input);
    }

    private static void Program(byte[] input)
    {
        List<RecognizedSegment> segments;
        try
        {
            segments = WhisperJson.ReadAsync(new MemoryStream(input), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (StageException e) when (e.Code == ErrorCodes.OutputInvalid)
        {
            return;
        }

        Build(segments);
    }

    private static void Read(Func<IReadOnlyList<RecognizedSegment>> read)
    {
        IReadOnlyList<RecognizedSegment> segments;
        try
        {
            segments = read();
        }
        catch (Exception e) when (e is RemoteFailure or JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            // What RemoteServer takes for an answer that cannot be used.
            return;
        }

        Build(segments);
    }

    private static void Build(IReadOnlyList<RecognizedSegment> segments)
    {
        Transcript transcript;
        try
        {
            transcript = TranscriptBuilder.Build(TranscriptBuilder.WithWords(segments), Map, "en", severalParts: false);
        }
        catch (StageException e) when (e.Code == ErrorCodes.NoSpeech)
        {
            return;
        }

        double start = 0;
        foreach (var cue in transcript.Cues)
        {
            Claim.That(cue.Start >= start && cue.End >= cue.Start && cue.End <= Seconds + 0.001, "cues are in order, inside the recording");
            start = cue.Start;
        }
    }
}
