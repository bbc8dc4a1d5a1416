using System.Text;
using System.Text.Json;
using TransVox.Pipeline.Azure;
using TransVox.Pipeline.OpenAi;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;
using TransVox.Pipeline.Warm;

namespace TransVox.Fuzz;

/// <summary>What language models, translation services and warm programs answer.</summary>
internal static class TranslationTarget
{
    private static readonly SourceLine[] Lines =
    [
        new(1, "Doctor Smith paid $1,000.50 at www.example.com.", "S1", 3),
        new(2, "[1] The iPhone weighs 200 g?", null, 2),
    ];

    private static readonly LineCheck Rules = new("en", "es", [new GlossaryTerm("iPhone", "iPhone")]);

    public static void Run(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        Check(text);
        Read(() => OpenAiTranslator.Parse("The server", text).ConvertAll(line => line.Text));
        Read(() => AzureTranslator.ReadAsync("The server", new MemoryStream(input), 1, CancellationToken.None).GetAwaiter().GetResult());
        if (WarmProcess.Parse(text) is { } answer)
            Claim.That(text.StartsWith('{'), $"a program's answer is an object: {answer.Id}");
    }

    private static void Read(Func<IReadOnlyList<string>> read)
    {
        IReadOnlyList<string> texts;
        try
        {
            texts = read();
        }
        catch (Exception e) when (e is RemoteFailure or JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            // What RemoteServer takes for an answer that cannot be used.
            return;
        }

        foreach (var text in texts)
            Check(text);
    }

    private static void Check(string text)
    {
        foreach (var line in Lines)
        {
            var clean = AnswerText.Clean(line, text);
            Claim.That(clean.Length <= text.Length, "cleaning adds nothing");
            _ = LineCheck.Rank(Rules.FaultOf(line, clean));
        }

        _ = LineCheck.Mixed(Lines, Lines.ToDictionary(line => line.Id, _ => text)).Count();
    }
}
