using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using TransVox.Api.Endpoints;

namespace TransVox.Api.Dispatch;

/// <summary>Matches paths against the endpoint table, for what a host's own routing does not tell: wrong methods and preflights.</summary>
internal static class RouteTable
{
    private static readonly Dictionary<string, TemplateMatcher> Matchers = ApiEndpoints.All
        .Where(e => e.Method != "*")
        .ToDictionary(e => e.Name, e => new TemplateMatcher(TemplateParser.Parse(e.Route), []));

    /// <summary>The endpoints that live at a path, whatever their method.</summary>
    public static IReadOnlyList<ApiEndpoint> At(PathString path) =>
        [.. ApiEndpoints.All.Where(e => Matchers.TryGetValue(e.Name, out var matcher) && matcher.TryMatch(path, []))];

    /// <summary>The route values of a path for one endpoint, or null when it is another's.</summary>
    public static RouteValueDictionary? Values(ApiEndpoint endpoint, PathString path)
    {
        var values = new RouteValueDictionary();
        return Matchers.TryGetValue(endpoint.Name, out var matcher) && matcher.TryMatch(path, values) ? values : null;
    }
}
