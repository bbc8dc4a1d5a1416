using System.Text;
using System.Text.Json.Nodes;

namespace TransVox.TestKit;

/// <summary>An HTTP answer, read whole.</summary>
public sealed record ServiceAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    public string Body => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException("The answer is null.");

    /// <summary>The stable code of problem details, or null when the answer is none.</summary>
    public string? Code => Headers.GetValueOrDefault("Content-Type")?.StartsWith("application/problem+json", StringComparison.Ordinal) == true
        ? Json["code"]?.GetValue<string>()
        : null;

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
