using Microsoft.AspNetCore.Routing.Template;

namespace TransVox.FunctionsHost;

/// <summary>
/// Which function a request is for. Like the real host's router it knows no precedence of templates: the first that fits, in the
/// order of the functions' names.
/// </summary>
public sealed class HttpRoutes(PublishedApp app)
{
    private readonly List<(string Function, TemplateMatcher Route, HashSet<string> Methods)> _routes =
        [.. app.Enabled.Where(function => function.TriggerType == "httpTrigger").Select(function => ToRoute(function, app.RoutePrefix))];

    /// <summary>The function's name, or null.</summary>
    public string? Find(HttpRequest request) => _routes
        .FirstOrDefault(route => route.Methods.Contains(request.Method) && route.Route.TryMatch(request.Path, []))
        .Function;

    private static (string Function, TemplateMatcher Route, HashSet<string> Methods) ToRoute(Function function, string prefix)
    {
        var template = TemplateParser.Parse($"{prefix}/{Function.Text(function.Trigger, "route") ?? function.Name}".TrimStart('/'));
        var methods = function.Trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!);
        return (function.Name, new TemplateMatcher(template, []), new HashSet<string>(methods, StringComparer.OrdinalIgnoreCase));
    }
}
