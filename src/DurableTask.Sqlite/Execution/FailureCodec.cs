using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;

namespace DurableTask.Sqlite.Execution;

/// <summary>
/// Stored form of a failure. The values of its properties come back as the other backends of Durable Task give them: text, Boolean,
/// number (<see cref="double"/>), date, list and dictionary.
/// </summary>
internal static class FailureCodec
{
    // Marks a date among texts; a text that begins with it is marked as a text.
    private const string DateMark = "\u0001date:";
    private const string TextMark = "\u0001text:";

    public static string? ToJson(TaskFailureDetails? failure)
    {
        if (failure is null)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, failure);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static TaskFailureDetails? FromJson(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    public static void Write(Utf8JsonWriter writer, TaskFailureDetails failure)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, failure.ErrorType);
        writer.WriteString("message"u8, failure.ErrorMessage);
        if (failure.StackTrace is { } trace)
        {
            writer.WriteString("stack"u8, trace);
        }

        if (failure.Properties is { } properties)
        {
            writer.WritePropertyName("properties"u8);
            WriteValue(writer, properties);
        }

        if (failure.InnerFailure is { } inner)
        {
            writer.WritePropertyName("inner"u8);
            Write(writer, inner);
        }

        writer.WriteEndObject();
    }

    public static TaskFailureDetails Read(JsonElement e) => new(
        e.GetProperty("type"u8).GetString() ?? "",
        e.GetProperty("message"u8).GetString() ?? "",
        e.TryGetProperty("stack"u8, out var stack) ? stack.GetString() : null,
        e.TryGetProperty("inner"u8, out var inner) ? Read(inner) : null,
        e.TryGetProperty("properties"u8, out var properties) ? (IDictionary<string, object?>?)ReadValue(properties) : null);

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string text:
                writer.WriteStringValue(text.StartsWith('\u0001') ? TextMark + text : text);
                break;
            case DateTime date:
                writer.WriteStringValue(DateMark + date.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset date:
                writer.WriteStringValue(DateMark + date.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal:
                writer.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case IDictionary<string, object?> map:
                writer.WriteStartObject();
                foreach (var (name, item) in map)
                {
                    writer.WritePropertyName(name);
                    WriteValue(writer, item);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    WriteValue(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }

    private static object? ReadValue(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => e.GetDouble(),
        JsonValueKind.Array => e.EnumerateArray().Select(ReadValue).ToList(),
        JsonValueKind.Object => e.EnumerateObject().ToDictionary(p => p.Name, p => ReadValue(p.Value), StringComparer.Ordinal),
        _ => ReadText(e.GetString()!),
    };

    private static object ReadText(string text) =>
        text.StartsWith(DateMark, StringComparison.Ordinal)
            ? DateTime.Parse(text.AsSpan(DateMark.Length), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
            : text.StartsWith(TextMark, StringComparison.Ordinal) ? text[TextMark.Length..] : text;
}
