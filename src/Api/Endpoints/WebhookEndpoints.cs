using Microsoft.AspNetCore.Http;
using TransVox.Api.Results;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Api.Endpoints;

/// <summary>Handlers of webhooks.</summary>
internal static class WebhookEndpoints
{
    private const int MaxDeliveries = 200;

    public static async Task<IResult> CreateAsync(ApiRequest request)
    {
        var body = await request.ReadJsonAsync<NewWebhookRequest>();
        var made = await Webhooks(request).CreateAsync(request.Caller, body, request.Cancelled);
        request.Http.Response.Headers.CacheControl = "no-store";
        return new JsonAnswer(made, StatusCodes.Status201Created, location: $"/api/webhooks/{made.Webhook.Id}");
    }

    public static async Task<IResult> ListAsync(ApiRequest request) =>
        new JsonAnswer(await Webhooks(request).ListAsync(request.Caller, request.Cancelled));

    public static async Task<IResult> GetAsync(ApiRequest request) =>
        new JsonAnswer(await Webhooks(request).GetAsync(request.Caller, request.Route("id"), request.Cancelled));

    public static async Task<IResult> PutAsync(ApiRequest request)
    {
        var body = await request.ReadJsonAsync<WebhookChange>();
        return new JsonAnswer(await Webhooks(request).ChangeAsync(request.Caller, request.Route("id"), body, request.Cancelled));
    }

    public static async Task<IResult> DeleteAsync(ApiRequest request)
    {
        await Webhooks(request).DeleteAsync(request.Caller, request.Route("id"), request.Cancelled);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> TestAsync(ApiRequest request) =>
        new JsonAnswer(await Webhooks(request).TestAsync(request.Caller, request.Route("id"), request.Cancelled), StatusCodes.Status202Accepted);

    public static async Task<IResult> DeliveriesAsync(ApiRequest request)
    {
        var limit = request.QueryInt("limit", 50, 1, MaxDeliveries);
        return new JsonAnswer(await Webhooks(request).DeliveriesAsync(request.Caller, request.Route("id"), limit, request.Cancelled));
    }

    public static async Task<IResult> ResendAsync(ApiRequest request)
    {
        var delivery = await Webhooks(request).ResendAsync(request.Caller, request.Route("id"), request.Route("deliveryId"), request.Cancelled);
        return new JsonAnswer(delivery, StatusCodes.Status202Accepted);
    }

    private static IWebhookService Webhooks(ApiRequest request) => request.Service<IWebhookService>();
}
