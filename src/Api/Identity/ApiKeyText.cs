using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace TransVox.Api.Identity;

/// <summary>API keys as text: <c>tvk_{id}_{secret}</c>, the id 16 hexadecimal digits, the secret 256 bits in base64url.</summary>
internal static class ApiKeyText
{
    private const string Prefix = "tvk_";
    private const int IdLength = 16;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;

    /// <summary>Whether it means to be a key; secret scanners look for the same.</summary>
    public static bool LooksLikeKey(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    public static (string Id, byte[] Secret, string Text) Create()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        return (id, secret, $"{Prefix}{id}_{Base64UrlEncoder.Encode(secret)}");
    }

    public static bool TryParse(string token, [NotNullWhen(true)] out string? id, [NotNullWhen(true)] out byte[]? secret)
    {
        (id, secret) = (null, null);
        if (token.Length != Prefix.Length + IdLength + 1 + SecretLength || !LooksLikeKey(token) || token[Prefix.Length + IdLength] != '_')
            return false;
        var key = token.Substring(Prefix.Length, IdLength);
        if (!IsId(key))
            return false;
        try
        {
            secret = Base64UrlEncoder.DecodeBytes(token[(Prefix.Length + IdLength + 1)..]);
        }
        catch (FormatException)
        {
            return false;
        }

        id = key;
        return secret.Length == SecretBytes;
    }

    /// <summary>Ids become part of a blob's name, so nothing else is one.</summary>
    public static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);
}
