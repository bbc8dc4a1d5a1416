using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Results;

/// <summary>Entity tags. Services deal in bare versions; quotes belong to HTTP.</summary>
internal static class ETags
{
    /// <summary>As it goes into the header.</summary>
    public static string Quote(string version) => version.StartsWith('"') ? version : $"\"{version}\"";

    /// <summary>128 bits of the hash of a body.</summary>
    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body))[..32];

    public static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    /// <summary>Whether <c>If-None-Match</c> names the tag; weakly, as RFC 9110 wants for reads.</summary>
    public static bool Matches(StringValues ifNoneMatch, string tag) =>
        EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags)
        && EntityTagHeaderValue.TryParse(tag, out var own)
        && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(own, useStrongComparison: false));

    /// <summary>
    /// The version in <c>If-Match</c>, without quotes; null when there is none, <c>*</c> for any.
    /// </summary>
    /// <exception cref="RequestException">It is malformed, weak, or names several versions.</exception>
    public static string? ReadIfMatch(IHeaderDictionary headers)
    {
        var given = headers.IfMatch;
        if (given.Count == 0)
            return null;
        if (!EntityTagHeaderValue.TryParseStrictList(given, out var tags) || tags.Count != 1 || tags[0].IsWeak)
            throw new RequestException(ErrorCodes.InvalidRequest, "If-Match must hold one strong ETag, in quotes as it was received, or *.");
        return tags[0].Equals(EntityTagHeaderValue.Any) ? "*" : tags[0].Tag.ToString().Trim('"');
    }
}
