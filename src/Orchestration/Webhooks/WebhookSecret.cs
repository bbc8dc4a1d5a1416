using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Webhooks;

/// <summary>
/// What messages to one webhook are signed with, as Standard Webhooks has it: <c>whsec_</c> and 256 bits in base64. It is stored as it
/// is, since signing needs it, in the container that only the service reads; as text it shows nothing, so that no log can.
/// </summary>
/// <param name="Text">The whole secret.</param>
public sealed record WebhookSecret([property: JsonPropertyName("secret")] string Text)
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    public static WebhookSecret Create() => new(Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>The header <c>webhook-signature</c>.</summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="body">The body as it is sent.</param>
    public string Sign(string id, long timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}.{timestamp}.{body}"));
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Text[Prefix.Length..]), signed));
    }

    public override string ToString() => Prefix + "…";
}
