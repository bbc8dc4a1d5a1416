using System.Security.Cryptography;
using System.Text;

namespace TransVox.Orchestration.Jobs;

/// <summary>
/// Job ids, which are instance ids: <c>{userId}.{time}{random}</c>. User ids have no dot, so the prefix <c>{userId}.</c> finds
/// exactly that user's jobs; the time counts down, so that ascending order, the only one that Azure Storage has, is newest first.
/// </summary>
public static class JobIds
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeLength = 10;
    private const int RandomLength = 12;
    private const long MaxTime = (1L << 48) - 1;

    /// <summary>A fresh id.</summary>
    public static string New(string userId, DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[RandomLength];
        RandomNumberGenerator.Fill(random);
        return Compose(userId, now, random);
    }

    /// <summary>The id that the same blob version always gets.</summary>
    /// <param name="userId">Owner.</param>
    /// <param name="lastModified">When that version of the blob was written.</param>
    /// <param name="name">Path of the blob.</param>
    /// <param name="etag">Version of the blob.</param>
    public static string ForBlob(string userId, DateTimeOffset lastModified, string name, string etag)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{etag.Trim('"')}"));
        return Compose(userId, lastModified, hash.AsSpan(0, RandomLength));
    }

    /// <summary>What the ids of all jobs of a user begin with.</summary>
    public static string PrefixOf(string userId) => userId + ".";

    /// <summary>The owner of a job, or null when the text is not a job id.</summary>
    public static string? UserOf(string? jobId)
    {
        if (jobId is null)
            return null;
        var dot = jobId.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1 || jobId.Length != dot + 1 + TimeLength + RandomLength)
            return null;
        foreach (var c in jobId.AsSpan(dot + 1))
        {
            if (!Alphabet.Contains(c, StringComparison.Ordinal))
                return null;
        }

        return UserIds.OwnsJobs(jobId[..dot]) ? jobId[..dot] : null;
    }

    /// <summary>When the id was made, to the millisecond.</summary>
    public static DateTimeOffset TimeOf(string jobId)
    {
        var dot = jobId.IndexOf('.', StringComparison.Ordinal);
        long value = 0;
        foreach (var c in jobId.AsSpan(dot + 1, TimeLength))
            value = (value << 5) | (long)Alphabet.IndexOf(c, StringComparison.Ordinal);
        return DateTimeOffset.FromUnixTimeMilliseconds(MaxTime - value);
    }

    private static string Compose(string userId, DateTimeOffset time, ReadOnlySpan<byte> random)
    {
        if (!UserIds.OwnsJobs(userId))
            throw new ArgumentException($"'{userId}' is not a user id.", nameof(userId));
        var text = new StringBuilder(userId, userId.Length + 1 + TimeLength + RandomLength).Append('.');
        var value = MaxTime - time.ToUnixTimeMilliseconds();
        for (var i = TimeLength - 1; i >= 0; i--)
            text.Append(Alphabet[(int)((value >> (5 * i)) & 31)]);
        foreach (var b in random)
            text.Append(Alphabet[b & 31]);
        return text.ToString();
    }
}
