using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TransVox.Cli;

/// <summary>JSON of the contract as this program reads and writes it: open to what a newer service says.</summary>
internal static class CliJson
{
    /// <summary>To and from the service, and in files.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>For standard output: names and texts as they are, not as \u sequences, which HTML alone would need.</summary>
    public static JsonSerializerOptions ForOutput { get; } = new(Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same on one line.</summary>
    public static JsonSerializerOptions ForLines { get; } = new(ForOutput) { WriteIndented = false };

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(ContractJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AcceptForeignProblems } } };
        options.Converters.Insert(0, new OpenEnumConverter());
        return options;
    }

    /// <summary>A proxy's problem has none of the service's own members.</summary>
    private static void AcceptForeignProblems(JsonTypeInfo type)
    {
        if (type.Type != typeof(ApiProblem))
            return;
        foreach (var property in type.Properties)
            property.IsRequired = false;
    }
}
