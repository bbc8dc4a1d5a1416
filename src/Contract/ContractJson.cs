using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransVox.Contract;

/// <summary>
/// How the contract is written as JSON: camelCase, enum values as names, nulls left out. Unknown members are ignored when it is read,
/// so that either side may be the newer one.
/// </summary>
public static class ContractJson
{
    /// <summary>Shared options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new JsonStringEnumConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
