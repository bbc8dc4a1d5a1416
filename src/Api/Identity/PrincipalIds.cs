using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Identity;

/// <summary>
/// User ids of foreign principals. Provider and tenant are part of what is hashed, and a colon keeps the text from ever being an id as
/// it stands, so that equal names of two providers are two users and neither is an id that an administrator gave to an API key.
/// </summary>
internal static class PrincipalIds
{
    public static string Of(string provider, string? tenant, string subject) =>
        UserIds.FromPrincipal($"{Part(provider)}:{Part(subject)}:{Part(tenant ?? "")}");

    /// <summary>No text of one part can pass for the end of it and the start of the next.</summary>
    private static string Part(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal);
}
