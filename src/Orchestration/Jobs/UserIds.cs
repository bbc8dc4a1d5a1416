using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TransVox.Orchestration.Jobs;

/// <summary>User ids as they appear in blob paths, entity keys and job ids.</summary>
public static partial class UserIds
{
    /// <summary>Owner of the jobs that make the sample for everybody. No principal gets this id, because it is not <see cref="IsValid"/>.</summary>
    public const string Sample = "_sample";

    /// <summary>Whether the text is a user id as it stands.</summary>
    public static bool IsValid(string? text) => text is not null && Pattern().IsMatch(text);

    /// <summary>Whether jobs may belong to this id: a user's, or the sample's.</summary>
    public static bool OwnsJobs(string? text) => text == Sample || IsValid(text);

    /// <summary>
    /// The id for a principal of any identity provider: the text itself when it is valid already, else a readable prefix and 80 bits
    /// of its SHA-256, so that two principals never share an id.
    /// </summary>
    public static string FromPrincipal(string principal)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(principal);
        if (IsValid(principal))
            return principal;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(principal)))[..20];
        var prefix = Unsafe().Replace(principal.Split('@')[0].ToLowerInvariant(), "-").Trim('-');
        return prefix.Length == 0 ? $"u-{hash}" : $"{prefix[..Math.Min(prefix.Length, 24)]}-{hash}";
    }

    /// <summary>What telemetry calls a user: the same name for the same user, which does not say who it is.</summary>
    public static string Pseudonym(string userId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userId)))[..16];
    }

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?\z")]
    private static partial Regex Pattern();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Unsafe();
}
