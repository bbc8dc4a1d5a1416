using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TransVox.LocalHost.Durable.Execution;

/// <summary>
/// Stored form of a chunk of history: a JSON array, payloads nested as they are, so that a history can be read with any
/// SQLite client and a recorded one can be kept as a file.
/// </summary>
internal static class HistoryCodec
{
    // Relaxed escaping keeps text readable; nothing of this is ever put into a page.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Appends the events to <paramref name="buffer"/> as one JSON array.</summary>
    public static void Write(IBufferWriter<byte> buffer, IReadOnlyList<HistoryEvent> events)
    {
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        writer.WriteStartArray();
        for (var i = 0; i < events.Count; i++)
        {
            WriteEvent(writer, events[i]);
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads one chunk and adds its events to <paramref name="events"/>.</summary>
    public static void Read(ReadOnlyMemory<byte> json, List<HistoryEvent> events)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var element in document.RootElement.EnumerateArray())
        {
            events.Add(ReadEvent(element));
        }
    }

    private static void WriteEvent(Utf8JsonWriter writer, HistoryEvent e)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, e.Kind.ToString());
        if (e.At != 0)
        {
            writer.WriteNumber("at"u8, e.At);
        }

        if (e.Id >= 0)
        {
            writer.WriteNumber("id"u8, e.Id);
        }

        WriteText(writer, "name"u8, e.Name);
        WriteText(writer, "target"u8, e.Target);
        WriteText(writer, "message"u8, e.Message);
        if (e.FireAt != 0)
        {
            writer.WriteNumber("fireAt"u8, e.FireAt);
        }

        if (e.Payload is not null)
        {
            writer.WritePropertyName("payload"u8);
            writer.WriteRawValue(e.Payload, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static HistoryEvent ReadEvent(JsonElement e) => new(
        Enum.Parse<EventKind>(e.GetProperty("kind"u8).GetString()!),
        At: e.TryGetProperty("at"u8, out var at) ? at.GetInt64() : 0,
        Id: e.TryGetProperty("id"u8, out var id) ? id.GetInt32() : -1,
        Name: Text(e, "name"u8),
        Target: Text(e, "target"u8),
        Payload: e.TryGetProperty("payload"u8, out var payload) ? payload.GetRawText() : null,
        Message: Text(e, "message"u8),
        FireAt: e.TryGetProperty("fireAt"u8, out var fireAt) ? fireAt.GetInt64() : 0);

    private static string? Text(JsonElement e, ReadOnlySpan<byte> name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;
}
