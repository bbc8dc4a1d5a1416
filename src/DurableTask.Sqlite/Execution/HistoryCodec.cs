using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.DurableTask;

namespace DurableTask.Sqlite.Execution;

/// <summary>
/// Stored form of a chunk of history: a JSON array. Payloads that are JSON are nested as they are, so that a history can be read
/// with any SQLite client and a recorded one can be kept as a file; those of another data converter are strings.
/// </summary>
internal static class HistoryCodec
{
    // Relaxed escaping keeps text readable; nothing of this is ever put into a page.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly string[] Kinds = Enum.GetNames<EventKind>();

    /// <summary>A writer for any number of chunks, one after the other.</summary>
    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> buffer) => new(buffer, WriterOptions);

    /// <summary>Writes the events as one JSON array, and all of it into the writer's buffer.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<HistoryEvent> events, bool payloadsAreJson)
    {
        writer.Reset();
        writer.WriteStartArray();
        for (var i = 0; i < events.Count; i++)
        {
            Write(writer, events[i], payloadsAreJson);
        }

        writer.WriteEndArray();
        writer.Flush();
    }

    /// <summary>Reads one chunk and adds its events to <paramref name="events"/>.</summary>
    public static void Read(ReadOnlyMemory<byte> json, List<HistoryEvent> events)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var element in document.RootElement.EnumerateArray())
        {
            events.Add(Read(element));
        }
    }

    public static void Write(Utf8JsonWriter writer, HistoryEvent e, bool payloadIsJson)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, Kinds[(int)e.Kind]);
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
        WriteText(writer, "version"u8, e.Version);
        WriteText(writer, "trace"u8, e.Trace);
        if (e.FireAt != 0)
        {
            writer.WriteNumber("fireAt"u8, e.FireAt);
        }

        if (e.Failure is not null)
        {
            writer.WritePropertyName("failure"u8);
            FailureCodec.Write(writer, e.Failure);
        }

        if (e.Payload is not null && payloadIsJson)
        {
            writer.WritePropertyName("payload"u8);
            writer.WriteRawValue(e.Payload, skipInputValidation: true);
        }
        else
        {
            WriteText(writer, "text"u8, e.Payload);
        }

        writer.WriteEndObject();
    }

    public static HistoryEvent Read(JsonElement e)
    {
        var read = new HistoryEvent(
            Enum.Parse<EventKind>(e.GetProperty("kind"u8).GetString()!),
            At: e.TryGetProperty("at"u8, out var at) ? at.GetInt64() : 0,
            Id: e.TryGetProperty("id"u8, out var id) ? id.GetInt32() : -1,
            Name: Text(e, "name"u8),
            Target: Text(e, "target"u8),
            Payload: e.TryGetProperty("payload"u8, out var payload) ? payload.GetRawText() : Text(e, "text"u8),
            Failure: e.TryGetProperty("failure"u8, out var failure) ? FailureCodec.Read(failure) : null,
            Message: Text(e, "message"u8),
            FireAt: e.TryGetProperty("fireAt"u8, out var fireAt) ? fireAt.GetInt64() : 0,
            Version: Text(e, "version"u8),
            Trace: Text(e, "trace"u8));
        // Schema version 1 kept the type of an error in the target and its text in the message.
        return read is { Failure: null, Kind: EventKind.ActivityFailed or EventKind.EntityFailed or EventKind.ExecutionFailed }
            ? read with { Failure = new TaskFailureDetails(read.Target ?? "", read.Message ?? "", null, null, null), Target = null, Message = null }
            : read;
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string? Text(JsonElement e, ReadOnlySpan<byte> name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;
}
