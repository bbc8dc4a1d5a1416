using System.Text.Json;

namespace TransVox.Browser.Support;

/// <summary>A "video" for the fake engines: it says how the stages behave.</summary>
public sealed record VideoPlan
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public double MediaSeconds { get; init; } = 12;

    public int Cues { get; init; } = 3;

    /// <summary>How long each stage takes.</summary>
    public double Seconds { get; init; }

    /// <summary>The stage that fails, if any.</summary>
    public string? Fails { get; init; }

    /// <summary>With this error; null is a crash that may pass.</summary>
    public string? Code { get; init; }

    /// <summary>How often it fails before it works; null is always.</summary>
    public int? Times { get; init; }

    /// <summary>Plans with the same content would share results: the id makes each its own.</summary>
    public byte[] ToBytes(string id)
    {
        var root = new Dictionary<string, object> { ["id"] = id, ["mediaSeconds"] = MediaSeconds, ["cues"] = Cues, ["seconds"] = Seconds };
        if (Fails is not null)
        {
            var failure = new Dictionary<string, object> { ["exit"] = 3 };
            if (Code is not null)
                failure["code"] = Code;
            if (Times is { } times)
                failure["times"] = times;
            root["stages"] = new Dictionary<string, object> { [Fails] = failure };
        }

        return JsonSerializer.SerializeToUtf8Bytes(root, Json);
    }
}
