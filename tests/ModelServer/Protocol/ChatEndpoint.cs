using System.Text.Json;
using System.Text.Json.Nodes;
using TransVox.ModelServer.Faults;
using TransVox.ModelServer.Models;
using TransVox.Pipeline.Stages;

namespace TransVox.ModelServer.Protocol;

/// <summary><c>POST /v1/chat/completions</c> for one task: the lines to translate are the JSON of the last message.</summary>
internal sealed class ChatEndpoint(LineTranslator translator)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var request = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        if (request?["model"]?.GetValue<string>() is not LineTranslator.Model)
        {
            return Results.Json(new { error = new { message = "The model does not exist.", code = "model_not_found" } }, statusCode: 404);
        }

        var said = Text(request["messages"]?.AsArray().LastOrDefault()?["content"]);
        var task = JsonSerializer.Deserialize<Task>(said, JsonSerializerOptions.Web)!;
        if (!LineTranslator.Has(task.From, task.To))
        {
            return Results.Json(new { error = new { message = $"I cannot translate {task.From} to {task.To}." } }, statusCode: 400);
        }

        var terms = task.Glossary?.Select(term => new GlossaryTerm(term.Source, term.Translation)).ToList() ?? [];
        var texts = await translator.TranslateAsync(task.From, task.To, [.. task.Lines.Select(line => line.Text)], terms, context.RequestAborted);
        var lines = Spoil(task.Lines, [.. task.Lines.Select((line, i) => new Said(line.Id, line.TooLong is null ? texts[i] : Shorter(line, texts[i])))], Misbehaviour.Of(context)?.Kind);
        var answer = JsonSerializer.Serialize(new { lines }, PipelineJson.Options);
        return Results.Json(new
        {
            id = "chatcmpl-1",
            @object = "chat.completion",
            created = 0,
            model = LineTranslator.Model,
            choices = new[] { new { index = 0, message = new { role = "assistant", content = answer }, finish_reason = "stop" } },
            usage = new { prompt_tokens = Words(said), completion_tokens = Words(answer), total_tokens = Words(said) + Words(answer) },
        });
    }

    private static string Text(JsonNode? content) => content switch
    {
        JsonArray parts => string.Concat(parts.Select(part => part?["text"]?.GetValue<string>())),
        null => "",
        _ => content.GetValue<string>(),
    };

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>It cannot say things otherwise, only leave words out at the end: as much as a program without a language model can do.</summary>
    private static string Shorter(Line line, string text)
    {
        var most = Math.Min(line.MostCharacters ?? int.MaxValue, Math.Max(1, line.TooLong!.Length * 3 / 4));
        var words = text.TrimEnd('.').Split(' ');
        var count = words.Length;
        while (count > 1 && string.Join(' ', words[..count]).Length + 1 > most)
        {
            count--;
        }

        return string.Join(' ', words[..count]).TrimEnd(',', ';', ':') + ".";
    }

    /// <summary>Twice the words, the second time from the last to the first: none is said twice in a row.</summary>
    private static string Longer(string text) => text + " " + string.Join(' ', text.TrimEnd('.').Split(' ').Reverse()) + ".";

    private static List<Said> Spoil(IReadOnlyList<Line> lines, List<Said> said, FaultKind? kind) => kind switch
    {
        FaultKind.Missing => said[..^1],
        FaultKind.Doubled => [.. said[..^1], said[0]],
        FaultKind.Swapped when said.Count > 1 => [said[0] with { Id = said[1].Id }, said[1] with { Id = said[0].Id }, .. said[2..]],
        FaultKind.Merged when said.Count > 1 => [said[0] with { Text = said[0].Text + " " + said[1].Text }, .. said[2..]],
        FaultKind.Untranslated => [.. lines.Select(line => new Said(line.Id, line.Text))],
        FaultKind.Notes => [.. said.Select(line => line with { Text = line.Text + " (Note: translated freely.)" })],
        FaultKind.TwiceAsLong => [.. said.Select(line => line with { Text = Longer(line.Text) })],
        _ => said,
    };

    private sealed record Task(string From, string To, IReadOnlyList<Line> Lines, IReadOnlyList<Term>? Glossary);

    private sealed record Line(int Id, string Text, int? MostCharacters, string? TooLong);

    private sealed record Term(string Source, string Translation);

    private sealed record Said(int Id, string Text);
}
