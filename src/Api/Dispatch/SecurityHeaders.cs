using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TransVox.Api.Endpoints;
using TransVox.Api.Options;

namespace TransVox.Api.Dispatch;

/// <summary>What every answer tells browsers not to do.</summary>
internal sealed class SecurityHeaders(IOptions<ApiOptions> options)
{
    /// <summary>Data is never a document with rights, even when it is opened in a tab.</summary>
    public const string DataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

    /// <summary>
    /// The one style sheet that is not a file: wavesurfer.js writes it into its shadow tree. With another version of it, or another height
    /// of the waveform, browsers say which hash they want (<c>src/Web/src/views/editor/wave.ts</c>).
    /// </summary>
    private const string WaveformStyles = "'sha256-7Wn/5ghbhb9U5yM332FZpa4jDUilNGJdZ87eJ6XZFBA='";

    private readonly string _page = string.Join(
        ' ',
        $"default-src 'none'; script-src 'self'; style-src 'self' {WaveformStyles}; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self';",
        "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none';",
        $"connect-src {string.Join(' ', ["'self'", .. options.Value.UploadOrigins])}");

    /// <summary>The viewer of the API reference sets style attributes and draws its icons from data URLs.</summary>
    private const string ReferencePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string TextPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public void Apply(HttpContext context, ContentPolicy policy)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PolicyOf(policy);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.Vary = "Origin, Authorization";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
    }

    private string PolicyOf(ContentPolicy policy) => policy switch
    {
        ContentPolicy.Page => _page,
        ContentPolicy.Reference => ReferencePolicy,
        ContentPolicy.Text => TextPolicy,
        _ => DataPolicy,
    };
}
