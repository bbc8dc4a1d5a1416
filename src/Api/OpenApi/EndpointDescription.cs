using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using TransVox.Api.Endpoints;

namespace TransVox.Api.OpenApi;

/// <summary>Metadata from which the framework describes bodies and answers with shared schemas.</summary>
internal static class EndpointDescription
{
    private static readonly MethodInfo Handler = typeof(EndpointDescription).GetMethod(nameof(Handle), BindingFlags.Public | BindingFlags.Static)!;

    public static IEnumerable<object> Of(ApiEndpoint endpoint)
    {
        var docs = endpoint.Docs;
        // Without a method the framework describes nothing; this one has no parameters of its own.
        yield return Handler;
        if (docs.Body is { } body)
            yield return new AcceptsMetadata(["application/json"], body, isOptional: !docs.BodyRequired);
        yield return docs switch
        {
            { AnswerType: { } other, Answer: { } answer } => new ProducesResponseTypeMetadata(docs.Status, answer, [other]),
            { AnswerType: { } other } => new ProducesResponseTypeMetadata(docs.Status, typeof(Stream), [other]),
            { Answer: { } answer } => new ProducesResponseTypeMetadata(docs.Status, answer, ["application/json"]),
            _ => new ProducesResponseTypeMetadata(docs.Status),
        };
        foreach (var status in OperationDocs.ErrorsOf(endpoint).Select(k => k.Status).Distinct().Order())
            yield return new ProducesResponseTypeMetadata(status, typeof(ApiProblem), ["application/problem+json"]);
    }

    public static Task Handle(HttpContext context) => throw new InvalidOperationException("Only described, never called.");
}
