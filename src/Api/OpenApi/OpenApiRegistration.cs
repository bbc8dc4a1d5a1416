using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using TransVox.Api.Endpoints;

namespace TransVox.Api.OpenApi;

/// <summary>
/// Generates the OpenAPI document from the endpoint table. The result is committed as docs/openapi.json, which both hosts serve and a
/// test compares with what this makes of the code.
/// </summary>
public static class OpenApiRegistration
{
    public const string DocumentName = "v1";

    public static IServiceCollection AddTransVoxOpenApi(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) => Task.FromResult(Complete(document)));
        options.AddOperationTransformer(OperationDocs.CompleteAsync);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // Durations and numbers are written as numbers, never as text.
            if (schema.Type is { } type && type.HasFlag(JsonSchemaType.String) && (type.HasFlag(JsonSchemaType.Number) || type.HasFlag(JsonSchemaType.Integer)))
            {
                schema.Type = type & ~JsonSchemaType.String;
                schema.Pattern = null;
            }

            return Task.CompletedTask;
        });
    });

    /// <summary>
    /// Maps the table to be described, not to be called: what a description says about bodies would take part in routing, and a form would
    /// not find the endpoint that is described with JSON.
    /// </summary>
    public static IEndpointRouteBuilder DescribeTransVoxApi(this IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in ApiEndpoints.All.Where(e => e.Docs.Summary is not null))
        {
            routes.MapMethods(endpoint.Route, [endpoint.Method], (RequestDelegate)(context => EndpointDescription.Handle(context)))
                .WithTags(endpoint.Docs.Tag)
                .WithMetadata(endpoint)
                .WithMetadata([.. EndpointDescription.Of(endpoint)]);
        }

        return routes;
    }

    private static OpenApiDocument Complete(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "TransVox",
            Version = "v1",
            Description = "A multi-user video dubbing service: submit videos, follow them through the queue and the stages, review, download. "
                + "Every error is an RFC 9457 problem with a stable code.",
        };
        // The address of whoever generated it is nobody else's.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [OperationDocs.Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key (tvk_…) or a token of the configured OpenID Connect provider.",
            },
        };
        return document;
    }
}
