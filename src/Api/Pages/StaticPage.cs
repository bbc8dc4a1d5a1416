using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using TransVox.Api.Dispatch;
using TransVox.Api.Endpoints;
using TransVox.Api.Results;

namespace TransVox.Api.Pages;

/// <summary>
/// Whatever no other endpoint takes: the web page's files, its client routes, wrong methods, and what does not exist. The page is built
/// into this assembly, so that both hosts have it; a build without it has a notice instead.
/// </summary>
internal static class StaticPage
{
    private const string ResourceFolder = "wwwroot/";
    private const string Index = "index.html";

    private static readonly string[] DataFolders = ["/api", "/health", "/openapi", "/docs"];
    private static readonly FrozenDictionary<string, Asset> Files = LoadFiles();

    private static readonly Asset Notice = new(
        Encoding.UTF8.GetBytes(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>TransVox</title></head>
            <body><h1>TransVox</h1><p>This build has no web page. Build it with <code>npm ci &amp;&amp; npm run build</code> in <code>src/Web</code>,
            then build the service again. The <a href="/docs">HTTP API</a> works without it.</p></body></html>
            """),
        Index,
        immutable: false);

    /// <summary>Whether the web page is part of this build.</summary>
    public static bool IsBuilt => Files.ContainsKey(Index);

    public static Task<IResult> AnswerAsync(ApiRequest request) => Task.FromResult(Answer(request.Http));

    private static IResult Answer(HttpContext context)
    {
        var path = context.Request.Path;
        var methods = RouteTable.At(path).SelectMany(e => e.Methods).Distinct().ToList();
        if (methods.Count > 0)
            return WrongMethod(context, methods);
        if (!ETags.IsRead(context.Request.Method))
            return NotFound();
        if (Files.TryGetValue(path.Value!.TrimStart('/'), out var file))
            return file;
        if (DataFolders.Any(folder => path.StartsWithSegments(folder)) || Path.HasExtension(path) || !WantsPage(context.Request.Headers.Accept))
            return NotFound();
        return Files.GetValueOrDefault(Index) ?? Notice;
    }

    private static ProblemResult WrongMethod(HttpContext context, List<string> methods)
    {
        context.Response.Headers.Allow = string.Join(", ", [.. methods, "OPTIONS"]);
        return new ProblemResult(ErrorCodes.MethodNotAllowed, $"This address takes {string.Join(", ", methods)}.");
    }

    private static ProblemResult NotFound() => new(ErrorCodes.NotFound, "There is nothing at this address.");

    private static bool WantsPage(StringValues accept) =>
        accept.Count == 0 || accept.Any(a => a is not null && (a.Contains("text/html", StringComparison.OrdinalIgnoreCase) || a.Contains("*/*", StringComparison.Ordinal)));

    private static FrozenDictionary<string, Asset> LoadFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourceFolder, StringComparison.Ordinal))
            .Select(name => name[ResourceFolder.Length..].Replace('\\', '/'))
            .ToFrozenDictionary(
                name => name,
                name => new Asset(Asset.Load(assembly, assembly.GetManifestResourceNames().First(r => r.Replace('\\', '/') == ResourceFolder + name))!, name, name.StartsWith("assets/", StringComparison.Ordinal)),
                StringComparer.Ordinal);
    }
}
