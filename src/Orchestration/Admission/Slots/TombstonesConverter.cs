using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Writes <see cref="Tombstones"/> as one base64 string.</summary>
public sealed class TombstonesConverter : JsonConverter<Tombstones>
{
    public override Tombstones Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Tombstones.FromBytes(reader.GetBytesFromBase64());

    public override void Write(Utf8JsonWriter writer, Tombstones value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(value.ToBytes());
}
