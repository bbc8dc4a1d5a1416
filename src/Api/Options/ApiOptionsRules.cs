using Microsoft.Extensions.Options;

namespace TransVox.Api.Options;

/// <summary>Ranges by attributes (generated) and what relates keys to each other.</summary>
internal sealed class ApiOptionsRules : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var failures = new List<string>();
        CheckOrigins("api:cors_origins", options.CorsOrigins, failures);
        CheckOrigins("api:upload_origins", options.UploadOrigins, failures);
        CheckOidc(options.Oidc, failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckOrigins(string key, IReadOnlyList<string> origins, List<string> failures)
    {
        foreach (var origin in origins)
        {
            if (!IsOrigin(origin))
                failures.Add($"{key}: '{origin}' is not an origin. Write scheme, host and, if it is not the default, port, such as https://videos.example.org; '*' is not possible.");
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.Ordinal)
        && uri.UserInfo.Length == 0;

    private static void CheckOidc(OidcOptions oidc, List<string> failures)
    {
        if (string.IsNullOrEmpty(oidc.Authority))
            return;
        if (string.IsNullOrEmpty(oidc.Audience))
            failures.Add("api:oidc:audience is missing. Without it, a token made for any other service of the same provider would be accepted.");
        if (!Uri.TryCreate(oidc.Authority, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
            failures.Add($"api:oidc:authority: '{oidc.Authority}' is not an https address.");
        else if (uri.Scheme == "http" && !(oidc.AllowHttp && uri.IsLoopback))
            failures.Add("api:oidc:authority must be https; api:oidc:allow_http allows http for a provider on this machine only.");
    }
}
