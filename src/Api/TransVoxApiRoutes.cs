using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Api.Dispatch;
using TransVox.Api.Endpoints;

namespace TransVox.Api;

/// <summary>Maps the endpoint table for Kestrel.</summary>
public static class TransVoxApiRoutes
{
    /// <summary>Maps every endpoint to the dispatcher. Needs no middleware.</summary>
    public static IEndpointRouteBuilder MapTransVoxApi(this IEndpointRouteBuilder routes)
    {
        var dispatcher = routes.ServiceProvider.GetRequiredService<ApiDispatcher>();
        foreach (var endpoint in ApiEndpoints.All)
        {
            Task Invoke(HttpContext context) => dispatcher.InvokeAsync(endpoint.Name, context);
            if (endpoint.Method == "*")
            {
                // Any method at all, so that even one that nobody knows gets this service's answer.
                routes.Map(endpoint.Route, (RequestDelegate)Invoke).ExcludeFromDescription();
                continue;
            }

            foreach (var method in endpoint.Methods)
                routes.MapMethods(endpoint.Route, [method], (RequestDelegate)Invoke).ExcludeFromDescription();
        }

        return routes;
    }
}
