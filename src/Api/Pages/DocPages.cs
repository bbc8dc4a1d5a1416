using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http;
using Scalar.AspNetCore;
using TransVox.Api.Endpoints;
using TransVox.Api.Problems;
using TransVox.Api.Results;

namespace TransVox.Api.Pages;

/// <summary>The OpenAPI document, its viewer and the page of errors, all from resources: nothing is loaded from elsewhere.</summary>
internal static class DocPages
{
    private static readonly Lazy<Asset?> OpenApi = new(() =>
        Asset.Load(Assembly.GetExecutingAssembly(), "openapi.json") is { } content ? new Asset(content, "openapi.json", immutable: false) : null);

    private static readonly Lazy<Asset?> Viewer = new(() =>
        Asset.Load(typeof(ScalarOptions).Assembly, "ScalarStaticAssets.scalar.js") is { } content ? new Asset(Unpack(content), "scalar.js", immutable: false) : null);

    private static readonly Asset Start = new(
        Encoding.UTF8.GetBytes(
            """
            Scalar.createApiReference('#app', { url: '/openapi/v1.json', withDefaultFonts: false, telemetry: false, showDeveloperTools: 'never',
              agent: { disabled: true }, mcp: { disabled: true }, hideClientButton: true, proxyUrl: '' });
            """),
        "start.js",
        immutable: false);

    private static readonly Asset Reference = new(
        Encoding.UTF8.GetBytes(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>TransVox HTTP API</title></head>
            <body><div id="app"></div><script src="/docs/assets/scalar.js"></script><script src="/docs/assets/start.js"></script></body></html>
            """),
        "docs.html",
        immutable: false);

    private static readonly Lazy<Asset> Errors = new(() => new Asset(Encoding.UTF8.GetBytes(ErrorsPage()), "errors.html", immutable: false));

    public static Task<IResult> OpenApiAsync(ApiRequest request) => Task.FromResult(OpenApi.Value ?? (IResult)NotFound());

    public static Task<IResult> ReferenceAsync(ApiRequest request) => Task.FromResult<IResult>(Reference);

    public static Task<IResult> AssetAsync(ApiRequest request) => Task.FromResult(request.Route("name") switch
    {
        "scalar.js" => Viewer.Value ?? (IResult)NotFound(),
        "start.js" => Start,
        _ => NotFound(),
    });

    public static Task<IResult> ErrorsAsync(ApiRequest request) => Task.FromResult<IResult>(Errors.Value);

    /// <summary>The package carries its script compressed.</summary>
    private static byte[] Unpack(byte[] content)
    {
        if (content is not [0x1F, 0x8B, ..])
            return content;
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress))
            gzip.CopyTo(target);
        return target.ToArray();
    }

    private static ProblemResult NotFound() => new ProblemResult(ErrorCodes.NotFound, "There is nothing at this address.");

    /// <summary>One section for each code; problem details link to them.</summary>
    private static string ErrorsPage()
    {
        var page = new StringBuilder(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>TransVox errors</title></head>
            <body><h1>Errors</h1><p>Every error is an RFC 9457 problem with one of these codes.</p>
            """);
        foreach (var kind in ProblemTable.All)
        {
            page.Append("\n<h2 id=\"").Append(kind.Code).Append("\"><code>").Append(kind.Code).Append("</code></h2><p>")
                .Append(kind.Status).Append(": ").Append(WebUtility.HtmlEncode(kind.Title)).Append(". ")
                .Append(WebUtility.HtmlEncode(kind.Advice)).Append("</p>");
        }

        return page.Append("</body></html>\n").ToString();
    }
}
