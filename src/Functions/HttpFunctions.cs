using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using TransVox.Api.Dispatch;

namespace TransVox.Functions;

/// <summary>
/// Hands requests to the API. Every HTTP function has <c>AuthorizationLevel.Anonymous</c>, and that is right: function keys are
/// shared secrets that tell nobody apart, while the dispatcher authenticates each request itself and knows which endpoints are open.
/// </summary>
public sealed class HttpFunctions(ApiDispatcher dispatcher, DurableClientSource clients)
{
    /// <summary>Answers a request with the endpoint of that name.</summary>
    public async Task<IResult> InvokeAsync(string endpoint, HttpRequest request, DurableTaskClient client)
    {
        clients.Offer(client);
        await dispatcher.InvokeAsync(endpoint, request.HttpContext);
        // The dispatcher has written the response; a result that writes nothing tells the worker so.
        return Results.Empty;
    }
}
