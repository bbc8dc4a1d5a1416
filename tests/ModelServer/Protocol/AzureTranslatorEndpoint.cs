using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using TransVox.ModelServer.Models;
using TransVox.Pipeline.Stages;

namespace TransVox.ModelServer.Protocol;

/// <summary><c>POST /translator/text/v3.0/translate</c> of Azure Translator, for HTML with its dynamic dictionary.</summary>
internal sealed partial class AzureTranslatorEndpoint(LineTranslator translator)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var (from, to) = (context.Request.Query["from"].ToString(), context.Request.Query["to"].ToString());
        if (context.Request.Query["api-version"] != "3.0" || context.Request.Query["textType"] != "html" || !LineTranslator.Has(from, to))
        {
            return Results.Json(new { error = new { code = 400_036, message = "The target language is not valid." } }, statusCode: 400);
        }

        var texts = (await JsonSerializer.DeserializeAsync<List<Text>>(context.Request.Body, JsonSerializerOptions.Web, context.RequestAborted))!;
        var terms = texts.SelectMany(text => Marked().Matches(text.Html))
            .Select(match => new GlossaryTerm(WebUtility.HtmlDecode(match.Groups[2].Value), WebUtility.HtmlDecode(match.Groups[1].Value)))
            .DistinctBy(term => term.Source).ToList();
        var lines = texts.Select(text => WebUtility.HtmlDecode(Marked().Replace(text.Html, "$2"))).ToList();
        var translated = await translator.TranslateAsync(from, to, lines, terms, context.RequestAborted);
        return Results.Json(translated.Select(text => new { translations = new[] { new { text = WebUtility.HtmlEncode(text), to } } }));
    }

    [GeneratedRegex("<mstrans:dictionary translation=\"([^\"]*)\">([^<]*)</mstrans:dictionary>")]
    private static partial Regex Marked();

    private sealed record Text([property: System.Text.Json.Serialization.JsonPropertyName("text")] string Html);
}
