using System.Security.Cryptography;

namespace TransVox.Api.Identity;

/// <summary>
/// A key as it is stored: a salted HMAC-SHA-256 of its secret. The secret has 256 random bits, so a slow hash would protect nothing
/// more and would cost every request.
/// </summary>
public sealed record ApiKeyRecord(
    string KeyId, string UserId, bool Admin, string? Note, DateTimeOffset CreatedAt, string CreatedBy, string Salt, string Hash)
{
    /// <summary>Whether the secret is the key's; in constant time.</summary>
    public bool Matches(byte[] secret) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromHexString(Hash), HashOf(Convert.FromHexString(Salt), secret));

    internal static (string Salt, string Hash) Protect(byte[] secret)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return (Convert.ToHexStringLower(salt), Convert.ToHexStringLower(HashOf(salt, secret)));
    }

    private static byte[] HashOf(byte[] salt, byte[] secret) => HMACSHA256.HashData(salt, secret);
}
