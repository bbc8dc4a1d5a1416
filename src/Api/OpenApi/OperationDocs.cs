using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TransVox.Api.Endpoints;
using TransVox.Api.Problems;

namespace TransVox.Api.OpenApi;

/// <summary>What the table knows about an endpoint and the framework cannot find in a handler that takes the whole request.</summary>
internal static class OperationDocs
{
    public const string Scheme = "bearer";

    public static async Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiEndpoint>().FirstOrDefault() is not { } endpoint)
            return;
        var docs = endpoint.Docs;
        operation.OperationId = endpoint.Name;
        operation.Summary = docs.Summary;
        operation.Description = docs.Description;
        operation.Tags = new HashSet<OpenApiTagReference> { new(docs.Tag, context.Document) };
        operation.Parameters = [.. docs.Parameters.Select(ToParameter)];
        if (endpoint.Access != ApiAccess.Anonymous)
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        CompleteBody(operation, docs);
        if (docs.Form is { } form && operation.RequestBody?.Content is { } content)
            content["multipart/form-data"] = new OpenApiMediaType { Schema = await FormAsync(form, context, cancellationToken) };
        CompleteAnswers(operation, docs);
        foreach (var group in ErrorsOf(endpoint).GroupBy(k => k.Status))
            Name(operation, group.Key, group);
    }

    /// <summary>Error codes of an endpoint: its own and those that its kind has.</summary>
    public static IEnumerable<ProblemKind> ErrorsOf(ApiEndpoint endpoint)
    {
        IEnumerable<string> common = endpoint.Access switch
        {
            ApiAccess.Anonymous => [],
            ApiAccess.User => [ErrorCodes.Unauthorized, ErrorCodes.RateLimited, ErrorCodes.Internal, ErrorCodes.StorageUnavailable],
            _ => [ErrorCodes.Unauthorized, ErrorCodes.Forbidden, ErrorCodes.RateLimited, ErrorCodes.Internal, ErrorCodes.StorageUnavailable],
        };
        IEnumerable<string> body = endpoint.Docs.Body is null ? [] : [ErrorCodes.InvalidRequest, ErrorCodes.TooLarge, ErrorCodes.UnsupportedMediaType];
        return endpoint.Docs.Errors.Concat(common).Concat(body).Distinct().Select(ProblemTable.Of);
    }

    private static OpenApiParameter ToParameter(ApiParameter parameter) => new()
    {
        Name = parameter.Name,
        In = parameter.In switch { "path" => ParameterLocation.Path, "header" => ParameterLocation.Header, _ => ParameterLocation.Query },
        Required = parameter.Required,
        Description = parameter.Description,
        Schema = SchemaOf(parameter.Type),
    };

    private static OpenApiSchema SchemaOf(Type type)
    {
        if (type == typeof(bool))
            return new OpenApiSchema { Type = JsonSchemaType.Boolean };
        if (type == typeof(int) || type == typeof(long))
            return new OpenApiSchema { Type = JsonSchemaType.Integer, Format = type == typeof(int) ? "int32" : "int64" };
        if (type.GetElementType() is { IsEnum: true } element)
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Enum.GetNames(element).Select(n => (JsonNode)n)] } };
        return new OpenApiSchema { Type = JsonSchemaType.String };
    }

    private static void CompleteBody(OpenApiOperation operation, ApiEndpointDocs docs)
    {
        if (operation.RequestBody is not OpenApiRequestBody body)
            return;
        body.Required = docs.BodyRequired;
        if (docs.BodyExample is { } example && body.Content?.TryGetValue("application/json", out var json) == true)
            json.Example = ToNode(example);
    }

    private static async Task<OpenApiSchema> FormAsync(Type form, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(form, null, cancellationToken);
        schema.Properties!["video"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The video. It must be the last part." };
        (schema.Required ??= new HashSet<string>()).Add("video");
        return schema;
    }

    private static void CompleteAnswers(OpenApiOperation operation, ApiEndpointDocs docs)
    {
        operation.Responses ??= [];
        foreach (var (status, meaning) in docs.OtherStatuses)
        {
            var key = status.ToString(CultureInfo.InvariantCulture);
            var content = status == 503 && operation.Responses.TryGetValue("200", out var good) ? good.Content : null;
            operation.Responses[key] = new OpenApiResponse { Description = meaning, Content = content };
        }

        if (operation.Responses.TryGetValue(docs.Status.ToString(CultureInfo.InvariantCulture), out var found) && found is OpenApiResponse success)
        {
            success.Headers = docs.AnswerHeaders.Count == 0 ? null : docs.AnswerHeaders.ToDictionary(
                h => h.Key, h => (IOpenApiHeader)new OpenApiHeader { Description = h.Value, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            if (docs.AnswerExample is { } example && success.Content?.TryGetValue("application/json", out var json) == true)
                json.Example = ToNode(example);
        }
    }

    /// <summary>Which codes a status can carry here.</summary>
    private static void Name(OpenApiOperation operation, int status, IEnumerable<ProblemKind> kinds)
    {
        if (operation.Responses!.TryGetValue(status.ToString(CultureInfo.InvariantCulture), out var found) && found is OpenApiResponse response)
            response.Description = string.Join("; ", kinds.Select(k => $"`{k.Code}`: {k.Title}"));
    }

    private static JsonNode? ToNode(object example) => JsonSerializer.SerializeToNode(example, example.GetType(), ApiJson.Write);
}
