using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;
using TransVox.Api.Results;

namespace TransVox.Api.Pages;

/// <summary>A file of an assembly's resources, served from memory: there are no static files on Azure Functions.</summary>
internal sealed class Asset : IResult
{
    private const int WorthCompressing = 1024;
    private static readonly FileExtensionContentTypeProvider Types = CreateTypes();

    private readonly byte[] _content;
    private readonly Lazy<byte[]> _brotli;
    private readonly string _contentType;
    private readonly string _version;
    private readonly bool _immutable;
    private readonly bool _compress;

    /// <param name="content">The bytes.</param>
    /// <param name="name">File name; its extension gives the content type.</param>
    /// <param name="immutable">Its address changes with its content.</param>
    public Asset(byte[] content, string name, bool immutable)
    {
        (_content, _immutable) = (content, immutable);
        _contentType = Types.TryGetContentType(name, out var type) ? type : "application/octet-stream";
        _version = ETags.HashOf(content);
        _compress = content.Length >= WorthCompressing && (_contentType.StartsWith("text/", StringComparison.Ordinal) || _contentType.Contains("json", StringComparison.Ordinal) || _contentType.Contains("svg", StringComparison.Ordinal));
        _brotli = new Lazy<byte[]>(Compress);
    }

    public static byte[]? Load(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource);
        if (stream is null)
            return null;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var brotli = _compress && TakesBrotli(request);
        // Each form is a representation of its own, with its own tag.
        var tag = ETags.Quote(brotli ? $"{_version}-br" : _version);
        response.Headers.ETag = tag;
        response.Headers.CacheControl = _immutable ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        if (ETags.Matches(request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (brotli)
            response.Headers.ContentEncoding = "br";
        var body = brotli ? _brotli.Value : _content;
        response.ContentType = _contentType.StartsWith("text/", StringComparison.Ordinal) ? $"{_contentType}; charset=utf-8" : _contentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private static bool TakesBrotli(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var encodings)
        && encodings.Any(e => e.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && e.Quality is not 0);

    private byte[] Compress()
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, new BrotliCompressionOptions { Quality = 6 }))
            brotli.Write(_content);
        return target.ToArray();
    }

    private static FileExtensionContentTypeProvider CreateTypes()
    {
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".vtt"] = "text/vtt";
        types.Mappings[".webmanifest"] = "application/manifest+json";
        return types;
    }
}
