using Microsoft.AspNetCore.Http;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Identity;

/// <summary>Headers that say who calls.</summary>
internal static class IdentityHeaders
{
    public const string Authorization = "Authorization";
    public const string Principal = "X-MS-CLIENT-PRINCIPAL";
    public const string DevUser = "X-Dev-User";
    public const string DevAdmin = "X-Dev-Admin";

    /// <summary>Longest value that is looked at, in characters.</summary>
    private const int MaxLength = 16 * 1024;

    private static readonly string[] All = [Authorization, Principal, DevUser, DevAdmin];

    /// <summary>A header that a proxy may have joined with another, or that is there twice, names nobody.</summary>
    /// <exception cref="RequestException"><c>unauthorized</c>.</exception>
    public static void RequireSingle(IHeaderDictionary headers)
    {
        foreach (var name in All)
        {
            if (headers[name] is { Count: > 1 })
                throw Refused($"The header {name} is there more than once.");
            if (headers[name].ToString().Length > MaxLength)
                throw Refused($"The header {name} is too long.");
        }
    }

    /// <summary>The token of <c>Authorization: Bearer</c>; null when there is no such header or it has another scheme.</summary>
    public static string? BearerToken(IHeaderDictionary headers)
    {
        var value = headers.Authorization.ToString();
        const string scheme = "Bearer ";
        if (!value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var token = value[scheme.Length..].Trim();
        return token.Length > 0 && !token.Contains(' ', StringComparison.Ordinal) && !token.Contains(',', StringComparison.Ordinal) ? token : null;
    }

    public static RequestException Refused(string message) => new(ErrorCodes.Unauthorized, message);
}
