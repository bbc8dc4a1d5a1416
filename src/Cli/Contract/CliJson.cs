using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TransVox.Cli.Contract;

/// <summary>JSON of the contract: camelCase, unknown members ignored, null members left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = false)]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(JobEvent))]
[JsonSerializable(typeof(UploadLink))]
[JsonSerializable(typeof(UploadRequest))]
[JsonSerializable(typeof(RetryRequest))]
[JsonSerializable(typeof(SubtitleDocument))]
[JsonSerializable(typeof(CueList))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(LanguageCatalogue))]
[JsonSerializable(typeof(UserOverride))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(List<KeyInfo>))]
[JsonSerializable(typeof(List<QuarantineEntry>))]
[JsonSerializable(typeof(List<AuditEntry>))]
[JsonSerializable(typeof(ReapReport))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(SubmitReport))]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(FileReport))]
[JsonSerializable(typeof(PoolView))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(Upload.UploadState))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>For standard output: names and texts as they are, not as \u sequences, which HTML alone would need.</summary>
    public static CliJson ForOutput { get; } = new(OutputOptions(indented: true));

    /// <summary>The same on one line.</summary>
    public static CliJson ForLines { get; } = new(OutputOptions(indented: false));

    private static JsonSerializerOptions OutputOptions(bool indented) => new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
