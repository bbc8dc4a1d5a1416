using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Converters;

namespace TransVox.Orchestration;

/// <summary>
/// The one JSON form of inputs, outputs, events and entity state, in both hosts: web naming, enums as text, nulls left out,
/// unknown members ignored, so that a newer version can read what an older one stored and the other way round.
/// </summary>
public static class DurableJson
{
    /// <summary>Shared options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The same form for Durable Task.</summary>
    public static JsonDataConverter Converter { get; } = new(Options);

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
