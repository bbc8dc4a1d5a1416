using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.OpenAi;

/// <summary>Has a language model translate lines: <c>POST chat/completions</c> with a JSON schema for the answer.</summary>
internal sealed partial class OpenAiTranslator(RemoteServer server) : ILineTranslator
{
    private readonly IChatClient _client = OpenAiClients.Chat(server);

    private readonly ChatOptions _options = new()
    {
        ResponseFormat = ChatResponseFormat.ForJsonSchema<LineAnswer>(JsonSerializerOptions.Web, "lines"),
        Temperature = (float?)server.Profile.Temperature,
    };

    public int MostLines => server.Profile.Lines ?? 40;

    public bool CanShorten => true;

    public Task<IReadOnlyList<(int Id, string Text)>> TranslateAsync(TranslationRequest request, CancellationToken cancellationToken) =>
        server.AskAsync(
            async token =>
            {
                var messages = new ChatMessage[] { new(ChatRole.System, TranslationPrompt.Task), new(ChatRole.User, TranslationPrompt.Lines(request)) };
                var response = await _client.GetResponseAsync(messages, _options, token);
                UseMeter.Add(new EngineUse(InputTokens: response.Usage?.InputTokenCount ?? 0, OutputTokens: response.Usage?.OutputTokenCount ?? 0));
                return (IReadOnlyList<(int Id, string Text)>)Parse(server.Name, response.Text);
            },
            cancellationToken);

    /// <summary>The lines of an answer. Servers without schemas put thoughts before the JSON and fences around it.</summary>
    /// <exception cref="RemoteFailure">There is no JSON in it.</exception>
    /// <exception cref="JsonException">It is other JSON.</exception>
    internal static List<(int Id, string Text)> Parse(string serverName, string text)
    {
        text = Thoughts().Replace(text, "");
        var (from, to) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        return from < 0 || to < from
            ? throw RemoteFailure.Invalid(serverName, "not with JSON", text[..Math.Min(text.Length, 500)])
            : JsonSerializer.Deserialize<LineAnswer>(text.AsSpan(from, to - from + 1), JsonSerializerOptions.Web)?.Lines
                .Where(line => line?.Text is not null).Select(line => (line.Id, line.Text)).ToList() ?? [];
    }

    [GeneratedRegex(@"<think>.*?</think>", RegexOptions.Singleline)]
    private static partial Regex Thoughts();
}
