using Microsoft.AspNetCore.Http;
using TransVox.Api.Endpoints;
using TransVox.Orchestration.Jobs;

namespace TransVox.Fuzz;

/// <summary>Requests as a handler sees them.</summary>
internal static class Requests
{
    private static readonly ApiEndpoint Endpoint = new("Fuzz", "POST", "api/fuzz", default, _ => Task.FromResult<IResult>(TypedResults.Empty));

    public static ApiRequest Of(HttpContext context) => new(context, Endpoint, new Caller("fuzz", IsAdmin: true));

    /// <summary>With a body of JSON.</summary>
    public static ApiRequest WithJson(byte[] body) => Of(new DefaultHttpContext
    {
        Request = { Method = "POST", ContentType = "application/json", Body = new MemoryStream(body) },
    });
}
