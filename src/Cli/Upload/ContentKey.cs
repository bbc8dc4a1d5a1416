using System.Security.Cryptography;
using System.Text;

namespace TransVox.Cli.Upload;

/// <summary>Idempotency keys that are made of what is submitted, so that a batch that runs again submits nothing twice.</summary>
internal static class ContentKey
{
    /// <summary>SHA-256 of a file, as hexadecimal text.</summary>
    public static async Task<string> HashFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The key of a file submitted with these fields; the order of the fields does not matter.</summary>
    public static string Derive(string fileName, string contentHash, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var text = new StringBuilder(fileName).Append('\n').Append(contentHash);
        foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal))
            text.Append('\n').Append(name).Append('=').Append(value);
        return $"cli-{Hash(text.ToString())}";
    }

    /// <summary>A key for one submission that is meant to be new.</summary>
    public static string Fresh() => $"cli-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
}
