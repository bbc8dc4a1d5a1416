using Microsoft.AspNetCore.Http;

namespace TransVox.Api.Endpoints;

/// <summary>
/// One row of the endpoint table. Kestrel, Azure Functions, the OpenAPI document and the answers to wrong methods are all made of it.
/// </summary>
/// <param name="Name">Unique, fit for a function name: <c>JobsSubmit</c>.</param>
/// <param name="Method">HTTP method; <c>GET</c> stands for <c>HEAD</c> too.</param>
/// <param name="Route">Route template without a leading slash.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Handler">Answers; throws <see cref="Orchestration.Jobs.RequestException"/> for what the caller did wrong.</param>
public sealed record ApiEndpoint(string Name, string Method, string Route, ApiAccess Access, Func<ApiRequest, Task<IResult>> Handler)
{
    /// <summary>Largest body in bytes; null: the handler decides.</summary>
    public long? MaxBody { get; init; } = 0;

    /// <summary>What the endpoint answers with and takes, for the documentation.</summary>
    public ApiEndpointDocs Docs { get; init; } = ApiEndpointDocs.Hidden;

    /// <summary>Policy for what a browser may do with the answer.</summary>
    public ContentPolicy Policy { get; init; } = ContentPolicy.Data;

    /// <summary>All methods, as a host registers them.</summary>
    public IReadOnlyList<string> Methods => Method switch
    {
        "GET" => ["GET", "HEAD"],
        "*" => ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"],
        _ => [Method],
    };
}
