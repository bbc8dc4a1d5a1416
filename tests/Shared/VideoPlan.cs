using System.Text.Json.Nodes;

namespace TransVox.TestKit;

/// <summary>A "video" for the fake engines: JSON that says how each stage behaves. Its id names it in <see cref="FakeToolLog"/>.</summary>
public sealed class VideoPlan
{
    private readonly JsonObject _plan;
    private readonly JsonObject _stages = [];

    public VideoPlan(string id, double secondsPerStage = 0)
    {
        Id = id;
        _plan = new JsonObject { ["id"] = id, ["seconds"] = secondsPerStage, ["mediaSeconds"] = 10, ["stages"] = _stages };
    }

    public string Id { get; }

    /// <summary>A member of the whole plan.</summary>
    public VideoPlan With(string member, JsonNode value)
    {
        _plan[member] = value;
        return this;
    }

    /// <summary>A member of one stage's part: <c>With("Mux", "seconds", 3)</c>.</summary>
    public VideoPlan With(string stage, string member, JsonNode value)
    {
        if (_stages[stage] is not JsonObject part)
            _stages[stage] = part = [];
        part[member] = value;
        return this;
    }

    public byte[] ToBytes() => System.Text.Encoding.UTF8.GetBytes(_plan.ToJsonString());
}
