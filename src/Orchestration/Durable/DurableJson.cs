using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Durable;

/// <summary>
/// The one JSON form of inputs, outputs, events and entity state, in both hosts: web naming, enums as text, nulls left out,
/// unknown members ignored, so that a newer version can read what an older one stored and the other way round.
/// </summary>
public static class DurableJson
{
    /// <summary>Shared options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
