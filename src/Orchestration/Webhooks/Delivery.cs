using System.Security.Cryptography;

namespace TransVox.Orchestration.Webhooks;

/// <summary>A message to one webhook, with what became of it.</summary>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="WebhookId">The webhook.</param>
/// <param name="UserId">Whose.</param>
/// <param name="Event">The message's type.</param>
/// <param name="JobId">The job; null for a test.</param>
/// <param name="CreatedAt">When it happened.</param>
/// <param name="Body">What is sent, to the letter.</param>
/// <param name="State">How far it came.</param>
/// <param name="Attempts">The last attempts, oldest first.</param>
/// <param name="NextAttemptAt">When it is tried again.</param>
public sealed record Delivery(
    string Id, string WebhookId, string UserId, string Event, string? JobId, DateTimeOffset CreatedAt, string Body, DeliveryState State,
    IReadOnlyList<DeliveryAttempt> Attempts, DateTimeOffset? NextAttemptAt = null)
{
    private const int Remembered = 20;
    private const string Prefix = "msg_";

    /// <summary>What the ids of all messages about a job begin with; so that they sort like jobs, newest first.</summary>
    public static string PrefixOf(string jobId) => $"{Prefix}{jobId[(jobId.IndexOf('.', StringComparison.Ordinal) + 1)..]}_";

    /// <summary>Id of the message about a job's nth state.</summary>
    public static string IdOf(string jobId, int number) => FormattableString.Invariant($"{PrefixOf(jobId)}{number}");

    /// <summary>Id of a message about no job.</summary>
    public static string NewId() => $"{Prefix}test_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";

    /// <summary>Ids become part of a blob's name, so nothing else is one.</summary>
    public static bool IsId(string text) =>
        text.Length is > 4 and <= 100 && text.StartsWith(Prefix, StringComparison.Ordinal) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    public Delivery With(DeliveryAttempt attempt, DeliveryState state, DateTimeOffset? next) =>
        this with { Attempts = [.. Attempts.TakeLast(Remembered - 1), attempt], State = state, NextAttemptAt = next };

    public DeliveryView ToView() => new(Id, WebhookId, Event, JobId, CreatedAt, State, Attempts, NextAttemptAt);
}
