using System.Net.Http.Json;
using System.Text.Json;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Azure;

/// <summary>Translates lines with Azure Translator. It knows neither context nor length; terms are held by its dynamic dictionary.</summary>
internal sealed class AzureTranslator(RemoteServer server) : ILineTranslator
{
    // The service takes 1000 lines and 50 000 characters; a smaller request is a smaller loss.
    public int MostLines => server.Profile.Lines ?? 40;

    public bool CanShorten => false;

    public Task<IReadOnlyList<(int Id, string Text)>> TranslateAsync(TranslationRequest request, CancellationToken cancellationToken)
    {
        var glossary = new DynamicDictionary(request.Glossary);
        var lines = request.Lines.Select(line => new { Text = glossary.Mark(line.Text) }).ToList();
        var address = new Uri(
            server.Address,
            $"translator/text/v3.0/translate?api-version=3.0&textType=html&from={Code(request.SourceLanguage)}&to={Code(request.TargetLanguage)}");
        return server.AskAsync(
            async token =>
            {
                using var content = JsonContent.Create(lines);
                using var response = await server.Http.PostAsync(address, content, token);
                var texts = await ReadAsync(server.Name, await response.Content.ReadAsStreamAsync(token), request.Lines.Count, token);
                UseMeter.Add(new EngineUse(Characters: request.Lines.Sum(line => (long)line.Text.Length)));
                return (IReadOnlyList<(int, string)>)
                    [.. request.Lines.Zip(texts, (line, text) => (line.Id, text))];
            },
            cancellationToken);
    }

    /// <summary>The translations in an answer, in their order.</summary>
    /// <exception cref="RemoteFailure">They are not as many as the lines.</exception>
    /// <exception cref="JsonException">It is not what the protocol says.</exception>
    internal static async Task<IReadOnlyList<string>> ReadAsync(string serverName, Stream body, int lines, CancellationToken cancellationToken)
    {
        var answer = await JsonSerializer.DeserializeAsync<List<Answer?>>(body, JsonSerializerOptions.Web, cancellationToken);
        if (answer is null || answer.Count != lines)
        {
            throw RemoteFailure.Invalid(serverName, $"with {answer?.Count ?? 0} lines for {lines}");
        }

        return
        [
            .. answer.Select(line => line is { Translations: [{ Text: { } text }, ..] }
                ? DynamicDictionary.Plain(text)
                : throw RemoteFailure.Invalid(serverName, "one of its lines has no translation")),
        ];
    }

    /// <summary>Chinese needs its script, some languages their region.</summary>
    private static string Code(string language) => language switch
    {
        "zh" or "zh-cn" => "zh-Hans",
        "zh-tw" or "zh-hk" => "zh-Hant",
        "no" => "nb",
        "pt-pt" or "fr-ca" => language,
        _ => Languages.Base(language),
    };

    private sealed record Answer(IReadOnlyList<Translated?>? Translations);

    private sealed record Translated(string? Text);
}
