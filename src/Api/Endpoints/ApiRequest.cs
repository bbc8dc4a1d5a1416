using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using TransVox.Api.Dispatch;
using TransVox.Api.Problems;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Endpoints;

/// <summary>A request that passed the dispatcher's checks, as handlers see it.</summary>
/// <param name="context">Of either host.</param>
/// <param name="endpoint">The row it belongs to.</param>
/// <param name="caller">Null only for anonymous endpoints.</param>
public sealed class ApiRequest(HttpContext context, ApiEndpoint endpoint, Caller? caller)
{
    public HttpContext Http => context;

    public ApiEndpoint Endpoint => endpoint;

    /// <summary>Who calls.</summary>
    public Caller Caller => caller ?? throw new InvalidOperationException($"Endpoint {endpoint.Name} is anonymous and asked for its caller.");

    public CancellationToken Cancelled => context.RequestAborted;

    public IJobService Jobs => Service<IJobService>();

    public IAdminService Admin => Service<IAdminService>();

    public T Service<T>()
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    /// <summary>A value of the route. Hosts fill the route data; where one does not, the path is matched against the template.</summary>
    public string Route(string name)
    {
        if (context.Request.RouteValues.GetValueOrDefault(name) is string text)
            return text;
        return RouteTable.Values(endpoint, context.Request.Path) is { } values && values[name] is string found ? found : "";
    }

    /// <summary>A query parameter that may be given once.</summary>
    public string? Query(string name) => context.Request.Query[name] switch
    {
        { Count: 0 } => null,
        { Count: 1 } single => single[0],
        _ => throw Invalid($"'{name}' may be given once."),
    };

    public bool QueryFlag(string name) => Query(name) switch
    {
        null or "false" or "0" => false,
        "true" or "1" or "" => true,
        _ => throw Invalid($"'{name}' must be true or false."),
    };

    public int QueryInt(string name, int fallback, int min, int max)
    {
        if (Query(name) is not { } text)
            return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Invalid($"'{name}' must be a number from {min} to {max}.");
    }

    /// <summary>A query parameter that is a name of an enumeration, in any case.</summary>
    public T? QueryEnum<T>(string name)
        where T : struct, Enum => Query(name) is { } text ? ParseEnum<T>(name, text) : null;

    public static T ParseEnum<T>(string name, string text)
        where T : struct, Enum => Enum.GetNames<T>().FirstOrDefault(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : throw Invalid($"'{name}' must be one of {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>A header that may be given once.</summary>
    public string? Header(string name) => context.Request.Headers[name] switch
    {
        { Count: 0 } => null,
        { Count: 1 } single => single[0],
        _ => throw Invalid($"The header {name} may be given once."),
    };

    /// <summary>The JSON body.</summary>
    public async Task<T> ReadJsonAsync<T>() =>
        await ReadOptionalJsonAsync<T>() ?? throw Invalid("The request needs a JSON body.");

    /// <summary>The JSON body, or the default when there is none.</summary>
    public async Task<T?> ReadOptionalJsonAsync<T>()
    {
        var hasType = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type);
        var body = context.Request.Body;
        var first = new byte[1];
        var read = await body.ReadAsync(first, Cancelled);
        if (read == 0)
            return default;
        if (!hasType || !(type!.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)))
            throw new RequestException(ErrorCodes.UnsupportedMediaType, "Send the body as application/json.");
        try
        {
            await using var whole = new PrefixedStream(first, body);
            return await JsonSerializer.DeserializeAsync<T>(whole, ApiJson.Read, Cancelled);
        }
        catch (JsonException e)
        {
            throw Invalid(JsonMistakes.Describe(e));
        }
    }

    public static RequestException Invalid(string message) => new(ErrorCodes.InvalidRequest, message);

    /// <summary>Foreign text, fit for a message.</summary>
    public static string Shown(string text) => ProblemFactory.Shown(text);
}
